internal import GateModel

/// Finds pairs in mappings between braces: JSON, and flow mappings of YAML and TOML. One pass with a
/// stack of its own.
struct FlowScan {
  private let bytes: [UInt8]
  private let comment: [UInt8]
  private var index = 0
  private var line: Int
  private var frames: [Frame] = []
  private var found: [KeyPair] = []
  /// The last string or word, where it may turn out to be a key.
  private var name: (text: String, line: Int)?

  private struct Frame {
    var isMapping: Bool
    /// Its keys are names of other things: packages, fields of a schema.
    var isOfNames: Bool
    var siblings = Siblings()
    var expectsKey = true
    /// The key whose value is being read.
    var key = ""
  }

  static func pairs(_ bytes: [UInt8], comment: String, firstLine: Int = 1) -> [KeyPair] {
    guard bytes.contains(UInt8(ascii: "{")) else { return [] }
    var scan = FlowScan(bytes: bytes, comment: Array(comment.utf8), line: firstLine)
    scan.run()
    return scan.found
  }

  private init(bytes: [UInt8], comment: [UInt8], line: Int) {
    self.bytes = bytes
    self.comment = comment
    self.line = line
  }

  private mutating func run() {
    while index < bytes.count {
      let byte = bytes[index]
      switch byte {
      case 0x0A:
        line += 1
        index += 1
      case ...0x20: index += 1
      case UInt8(ascii: "\""), UInt8(ascii: "'"): string(byte)
      case UInt8(ascii: "{"), UInt8(ascii: "["): open(byte)
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        _ = frames.popLast()
        (name, index) = (nil, index + 1)
      case UInt8(ascii: ":"), UInt8(ascii: "="): value()
      case UInt8(ascii: ","):
        if !frames.isEmpty { frames[frames.count - 1].expectsKey = true }
        (name, index) = (nil, index + 1)
      case _ where bytes[index...].starts(with: comment): skipLine()
      case UInt8(ascii: "/") where bytes[index...].starts(with: [0x2F, 0x2A]): skipComment()
      default: word()
      }
    }
  }

  private mutating func open(_ byte: UInt8) {
    let key = frames.last?.key ?? ""
    frames.append(
      Frame(
        isMapping: byte == UInt8(ascii: "{"),
        isOfNames: key.hasSuffix("ependencies")
          || ["properties", "scripts", "packages", "paths", "definitions"].contains(key)))
    (name, index) = (nil, index + 1)
  }

  private mutating func value() {
    index += 1
    guard let (text, line) = name, let frame = frames.last, frame.isMapping, frame.expectsKey else {
      return
    }
    name = nil
    frames[frames.count - 1].expectsKey = false
    frames[frames.count - 1].key = text
    guard !frame.isOfNames, text[...].isPlainKey else { return }
    if let pair = frames[frames.count - 1].siblings.add(text, line) { found.append(pair) }
  }

  private mutating func string(_ quote: UInt8) {
    index += 1
    let start = index
    while index < bytes.count, bytes[index] != quote, bytes[index] != 0x0A {
      index += bytes[index] == UInt8(ascii: "\\") && quote == UInt8(ascii: "\"") ? 2 : 1
    }
    index = min(index, bytes.count)
    keep(start, index)
    if index < bytes.count, bytes[index] == quote { index += 1 }
  }

  private mutating func word() {
    let start = index
    index += 1
    while index < bytes.count, bytes[index] > 0x20, !"\"'{}[]:=,".utf8.contains(bytes[index]) {
      index += 1
    }
    keep(start, index)
  }

  /// Only a short text can be a key, and only where one is expected.
  private mutating func keep(_ start: Int, _ end: Int) {
    guard frames.last?.isMapping == true, frames.last?.expectsKey == true, end - start <= 128 else {
      name = nil
      return
    }
    name = (String(decoding: bytes[start..<end], as: UTF8.self), line)
  }

  private mutating func skipLine() {
    while index < bytes.count, bytes[index] != 0x0A { index += 1 }
  }

  private mutating func skipComment() {
    index += 2
    while index < bytes.count, !bytes[index...].starts(with: [0x2A, 0x2F]) {
      if bytes[index] == 0x0A { line += 1 }
      index += 1
    }
    index = min(index + 2, bytes.count)
  }
}
