internal import GateModel

/// A JSON text with the place of each value, so that a part of it can change and the rest stay as it
/// is, byte for byte. Source: RFC 8259.
struct JSONSource {
  let bytes: [UInt8]
  let root: Node

  /// A value and its bytes.
  struct Node {
    var range: Range<Int>
    var kind: Kind
  }

  indirect enum Kind {
    case string(String)
    /// A number, `true`, `false` or `null`.
    case other
    case array([Node])
    case object([Member])
  }

  /// A name and its value; the range begins at the name's quote.
  struct Member {
    var name: String
    var value: Node
    var range: Range<Int>
  }

  /// Nil where the text is no JSON, nested deeper than 200, or says a name twice.
  init?(_ bytes: [UInt8]) {
    var reader = JSONReader(bytes: bytes)
    guard let root = reader.document() else { return nil }
    self.bytes = bytes
    self.root = root
  }
}

extension JSONSource.Node {
  subscript(name: String) -> JSONSource.Node? { members.first { $0.name == name }?.value }
  var members: [JSONSource.Member] { if case .object(let members) = kind { members } else { [] } }
  var elements: [JSONSource.Node]? { if case .array(let nodes) = kind { nodes } else { nil } }
  var string: String? { if case .string(let text) = kind { text } else { nil } }
  var isObject: Bool { if case .object = kind { true } else { false } }
}

private struct JSONReader {
  let bytes: [UInt8]
  var index = 0
  var depth = 0

  init(bytes: [UInt8]) { self.bytes = bytes }

  mutating func document() -> JSONSource.Node? {
    skipSpace()
    guard let node = value() else { return nil }
    skipSpace()
    return index == bytes.count ? node : nil
  }

  private mutating func value() -> JSONSource.Node? {
    let start = index
    guard index < bytes.count, depth < 200 else { return nil }
    let kind: JSONSource.Kind?
    depth += 1
    defer { depth -= 1 }
    switch bytes[index] {
    case UInt8(ascii: "{"): kind = object()
    case UInt8(ascii: "["): kind = array()
    case UInt8(ascii: "\""): kind = string().map { .string($0) }
    default: kind = word() ? .other : nil
    }
    return kind.map { JSONSource.Node(range: start..<index, kind: $0) }
  }

  private mutating func object() -> JSONSource.Kind? {
    var members: [JSONSource.Member] = []
    var names: Set<String> = []
    let isRead = list(until: UInt8(ascii: "}")) { reader in
      let start = reader.index
      guard let name = reader.string(), names.insert(name).inserted else { return false }
      reader.skipSpace()
      guard reader.take(UInt8(ascii: ":")) else { return false }
      reader.skipSpace()
      guard let value = reader.value() else { return false }
      members.append(JSONSource.Member(name: name, value: value, range: start..<reader.index))
      return true
    }
    return isRead ? .object(members) : nil
  }

  private mutating func array() -> JSONSource.Kind? {
    var nodes: [JSONSource.Node] = []
    let isRead = list(until: UInt8(ascii: "]")) { reader in
      guard let node = reader.value() else { return false }
      nodes.append(node)
      return true
    }
    return isRead ? .array(nodes) : nil
  }

  /// What stands between brackets, with commas.
  private mutating func list(
    until end: UInt8, _ element: (inout JSONReader) -> Bool
  ) -> Bool {
    index += 1
    skipSpace()
    if take(end) { return true }
    while true {
      skipSpace()
      guard element(&self) else { return false }
      skipSpace()
      if take(end) { return true }
      guard take(UInt8(ascii: ",")) else { return false }
    }
  }

  private mutating func string() -> String? {
    guard take(UInt8(ascii: "\"")) else { return nil }
    var text: [UInt8] = []
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      switch byte {
      case UInt8(ascii: "\""): return String(validating: text, as: UTF8.self)
      case 0..<0x20: return nil
      case UInt8(ascii: "\\"):
        guard let scalar = escape() else { return nil }
        text += String(scalar).utf8
      default: text.append(byte)
      }
    }
    return nil
  }

  /// What follows a backslash. A half of a pair that stands alone becomes U+FFFD.
  private mutating func escape() -> Unicode.Scalar? {
    guard index < bytes.count else { return nil }
    let byte = bytes[index]
    index += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"):
      guard let first = hex() else { return nil }
      guard (0xD800..<0xDC00).contains(first) else { return Unicode.Scalar(first) ?? "\u{FFFD}" }
      let after = index
      guard take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")), let second = hex(),
        (0xDC00..<0xE000).contains(second)
      else {
        index = after
        return "\u{FFFD}"
      }
      return Unicode.Scalar(0x1_0000 + (first - 0xD800) << 10 + (second - 0xDC00))
    default: return nil
    }
  }

  private mutating func hex() -> UInt32? {
    guard index + 4 <= bytes.count else { return nil }
    let digits = bytes[index..<index + 4]
    guard digits.allSatisfy(\.isLetterOrDigit) else { return nil }
    index += 4
    return UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
  }

  /// A number or one of the three words.
  private mutating func word() -> Bool {
    let start = index
    while index < bytes.count, bytes[index].isLetterOrDigit || "+-.".utf8.contains(bytes[index]) {
      index += 1
    }
    let text = String(decoding: bytes[start..<index], as: UTF8.self)
    if ["true", "false", "null"].contains(text) { return true }
    guard let first = text.utf8.first, first == UInt8(ascii: "-") || (0x30...0x39).contains(first)
    else { return false }
    return Double(text) != nil
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard index < bytes.count, bytes[index] == byte else { return false }
    index += 1
    return true
  }

  private mutating func skipSpace() {
    while index < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[index]) { index += 1 }
  }
}
