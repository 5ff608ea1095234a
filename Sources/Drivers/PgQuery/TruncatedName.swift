/// A name that is too long for Postgres, which cuts it to 63 bytes and says so in a notice only.
/// The tree has the short one.
package struct TruncatedName: Sendable, Hashable {
  /// As it is written, in lower case where it has no quotes.
  package let name: String
  /// What Postgres makes of it.
  package let cut: String
  /// From 1.
  package let line: Int

  /// Nil where it is short enough.
  init?(_ token: SQLToken, in text: [UInt8], line: Int) {
    var bytes: [UInt8] = []
    if token.kind == .quotedName {
      // `U&"…"` is left alone: its escapes make it shorter.
      guard text[token.range.lowerBound] == UInt8(ascii: "\"") else { return nil }
      var rest = text[token.range].dropFirst().dropLast()
      while let byte = rest.popFirst() {
        bytes.append(byte)
        if byte == UInt8(ascii: "\"") { rest = rest.dropFirst() }
      }
    } else {
      bytes = text[token.range].map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
    }
    guard bytes.count > 63 else { return nil }
    var end = 63
    while end > 0, bytes[end] & 0xC0 == 0x80 { end -= 1 }
    name = String(decoding: bytes, as: UTF8.self)
    cut = String(decoding: bytes[..<end], as: UTF8.self)
    self.line = line
  }
}
