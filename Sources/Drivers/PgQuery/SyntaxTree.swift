/// The parser's JSON as a flat list of entries: a container is followed by what it holds. No text is
/// copied out of the JSON before somebody asks for it.
final class SyntaxTree: Sendable {
  let json: [UInt8]
  let entries: [Entry]

  /// Offsets count in bytes of the JSON, which libpg_query limits to 1 GB.
  struct Entry: Sendable {
    var keyStart: UInt32 = 0
    var keyLength: UInt16 = 0
    var kind: Kind
    /// Of a string: behind its opening quote.
    var start: UInt32
    var length: UInt32 = 0
    /// The entry behind this one and all that it holds.
    var next: UInt32 = 0
  }

  enum Kind: UInt8, Sendable {
    case object, array, string, number, yes, no
  }

  /// Nil where the bytes are no JSON that libpg_query writes.
  init?(_ json: [UInt8]) {
    var reader = SyntaxTreeReader(json)
    guard reader.read() else { return nil }
    self.json = json
    entries = reader.entries
  }
}

/// Reads JSON in one pass, without recursion: depth costs a number on a list.
struct SyntaxTreeReader {
  private let json: [UInt8]
  private(set) var entries: [SyntaxTree.Entry] = []
  private var position = 0
  /// The containers that are not closed yet.
  private var open: [Int] = []
  private var key: (start: Int, length: Int) = (0, 0)

  init(_ json: [UInt8]) {
    self.json = json
    entries.reserveCapacity(json.count / 20)
  }

  mutating func read() -> Bool {
    repeat {
      if !isAtEndOfEmpty {
        let depth = open.count
        guard readKey(), readValue() else { return false }
        if open.count > depth { continue }
      }
      guard readEnds() else { return false }
    } while !open.isEmpty
    return position == json.count
  }

  private var isAtEndOfEmpty: Bool {
    open.last == entries.count - 1 && (byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]"))
  }

  /// The name in front of a value of an object.
  private mutating func readKey() -> Bool {
    key = (0, 0)
    guard let container = open.last, entries[container].kind == .object else { return true }
    guard byte == UInt8(ascii: "\""), let text = readString(), text.count <= Int(UInt16.max),
      byte == UInt8(ascii: ":")
    else { return false }
    position += 1
    key = (text.lowerBound, text.count)
    return true
  }

  /// A scalar, or the beginning of a container.
  private mutating func readValue() -> Bool {
    switch byte {
    case UInt8(ascii: "{"): begin(.object)
    case UInt8(ascii: "["): begin(.array)
    case UInt8(ascii: "\""):
      guard let text = readString() else { return false }
      append(.string, text)
    case UInt8(ascii: "t"): return readWord(.yes, length: 4)
    case UInt8(ascii: "f"): return readWord(.no, length: 5)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
      let start = position
      while byte.isDigit || byte == UInt8(ascii: "-") { position += 1 }
      append(.number, start..<position)
    default: return false
    }
    return true
  }

  /// What may follow a value: ends of containers, then a comma, or the end of all.
  private mutating func readEnds() -> Bool {
    while let container = open.last {
      switch byte {
      case UInt8(ascii: ","):
        position += 1
        return true
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        let isObject = entries[container].kind == .object
        guard (byte == UInt8(ascii: "}")) == isObject else { return false }
        position += 1
        entries[container].length = UInt32(position) - entries[container].start
        entries[container].next = UInt32(entries.count)
        open.removeLast()
      default: return false
      }
    }
    return true
  }

  /// Zero at the end, which is no byte of JSON.
  private var byte: UInt8 { position < json.count ? json[position] : 0 }

  private mutating func begin(_ kind: SyntaxTree.Kind) {
    position += 1
    entries.append(entry(kind, start: position))
    open.append(entries.count - 1)
  }

  private mutating func append(_ kind: SyntaxTree.Kind, _ range: Range<Int>) {
    var made = entry(kind, start: range.lowerBound)
    made.length = UInt32(range.count)
    made.next = UInt32(entries.count + 1)
    entries.append(made)
  }

  private func entry(_ kind: SyntaxTree.Kind, start: Int) -> SyntaxTree.Entry {
    SyntaxTree.Entry(
      keyStart: UInt32(key.start), keyLength: UInt16(key.length), kind: kind,
      start: UInt32(start))
  }

  private mutating func readWord(_ kind: SyntaxTree.Kind, length: Int) -> Bool {
    guard position + length <= json.count else { return false }
    append(kind, position..<position + length)
    position += length
    return true
  }

  /// From a quote behind the closing one: what stands between them.
  private mutating func readString() -> Range<Int>? {
    position += 1
    let start = position
    while position < json.count {
      switch json[position] {
      case UInt8(ascii: "\""):
        position += 1
        return start..<position - 1
      case UInt8(ascii: "\\"): position += 2
      default: position += 1
      }
    }
    return nil
  }
}
