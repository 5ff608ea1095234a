/// A comment of a script.
package struct SQLComment: Sendable, Hashable {
  /// In bytes of the script, its marks included.
  package let range: Range<Int>
  /// Where it begins and where it ends, from 1.
  package let lines: ClosedRange<Int>
  /// Between its marks, white space at the ends left out.
  package let text: String
  /// Whether nothing stands in front of it on its first line.
  package let isAlone: Bool

  init(
    _ token: SQLToken, in text: [UInt8], at start: Int, _ lines: LineTable, _ source: [UInt8]
  ) {
    range = token.range.lowerBound + start..<token.range.upperBound + start
    self.lines =
      lines.line(of: range.lowerBound)...lines.line(of: max(range.lowerBound, range.upperBound - 1))
    var inner = text[token.range].dropFirst(2)
    if token.kind == .blockComment, inner.suffix(2) == [UInt8(ascii: "*"), UInt8(ascii: "/")] {
      inner = inner.dropLast(2)
    }
    while inner.first?.isSQLSpace == true { inner.removeFirst() }
    while inner.last?.isSQLSpace == true { inner.removeLast() }
    self.text = String(decoding: inner, as: UTF8.self)
    let before = text[..<token.range.lowerBound].last { !$0.isSQLSpace || $0 == 0x0A }
    isAlone = before == nil || before == 0x0A
  }
}
