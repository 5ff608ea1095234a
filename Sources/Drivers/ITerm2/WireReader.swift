/// Why bytes are no message.
enum WireProblem: String, Error, Sendable, Hashable, CustomStringConvertible {
  case truncated = "a message ends within a field"
  /// A number of more than 64 bits, a field 0, a kind of value that does not exist.
  case malformed = "what came is no message"
  case tooLarge = "a message is deeper or wider than any that iTerm2 sends"

  var description: String { rawValue }
}

/// Takes a message apart, field by field. Source: the encoding of protocol buffers,
/// https://protobuf.dev/programming-guides/encoding
///
/// It never copies: a value is a slice of the message. What a reader does not know it passes over.
struct WireReader: Sendable {
  /// One field as it stands on the wire. No enumeration: Swift 6.3's optimizer crashes on one here.
  struct Field: Sendable {
    var number: Int
    /// The value of an `int32`, an `int64` or an enumeration: negative ones stand there with 64 bits. Nil
    /// for bytes.
    var integer: Int?
    /// The bytes of a message, a text or a packed list; nil for a number.
    var bytes: ArraySlice<UInt8>?

    /// The text of a field; what is no UTF-8 is repaired. Nil for a number.
    var text: String? { bytes.map { String(decoding: $0, as: UTF8.self) } }
  }

  private var rest: ArraySlice<UInt8>
  /// How deep messages lie within each other: a layout of split panes does.
  private let depth: Int

  private static let maximumDepth = 64

  init(_ bytes: ArraySlice<UInt8>, depth: Int = 0) throws(WireProblem) {
    guard depth <= WireReader.maximumDepth else { throw .tooLarge }
    (rest, self.depth) = (bytes, depth)
  }

  /// The next field whose value can mean something; nil at the end.
  mutating func next() throws(WireProblem) -> Field? {
    while !rest.isEmpty {
      let tag = try varint()
      guard let number = Int(exactly: tag >> 3), (1...536_870_911).contains(number) else {
        throw .malformed
      }
      switch tag & 7 {
      case 0: return Field(number: number, integer: Int(truncatingIfNeeded: try varint()))
      case 1: _ = try take(8)
      case 2: return Field(number: number, bytes: try takeCounted())
      case 3: try skipGroup(number, depth)
      case 5: _ = try take(4)
      default: throw .malformed
      }
    }
    return nil
  }

  /// The fields of a message within this one.
  func within(_ bytes: ArraySlice<UInt8>) throws(WireProblem) -> WireReader {
    try WireReader(bytes, depth: depth + 1)
  }

  private mutating func varint() throws(WireProblem) -> UInt64 {
    var (value, shift): (UInt64, UInt64) = (0, 0)
    while let byte = rest.popFirst() {
      guard shift < 63 || byte <= 1 else { throw .malformed }
      value |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return value }
      shift += 7
    }
    throw .truncated
  }

  private mutating func takeCounted() throws(WireProblem) -> ArraySlice<UInt8> {
    let count = try varint()
    guard count <= UInt64(rest.count) else { throw .truncated }
    return try take(Int(count))
  }

  private mutating func take(_ count: Int) throws(WireProblem) -> ArraySlice<UInt8> {
    guard count <= rest.count else { throw .truncated }
    defer { rest = rest.dropFirst(count) }
    return rest.prefix(count)
  }

  /// A group is an old way to write a message within a message: its end is a field of the same number.
  private mutating func skipGroup(_ number: Int, _ depth: Int) throws(WireProblem) {
    guard depth < WireReader.maximumDepth else { throw .tooLarge }
    while true {
      let tag = try varint()
      switch tag & 7 {
      case 0: _ = try varint()
      case 1: _ = try take(8)
      case 2: _ = try takeCounted()
      case 3: try skipGroup(Int(truncatingIfNeeded: tag >> 3), depth + 1)
      case 4:
        guard tag >> 3 == UInt64(number) else { throw .malformed }
        return
      case 5: _ = try take(4)
      default: throw .malformed
      }
    }
  }
}
