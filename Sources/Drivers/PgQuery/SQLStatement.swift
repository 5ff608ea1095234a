/// One statement of a script.
package struct SQLStatement: Sendable {
  /// In bytes of the script, from the first token behind the last one; the semicolon is not in it.
  package let range: Range<Int>
  /// Where it begins, from 1.
  package let line: Int
  /// The type of its tree: `CreateStmt`.
  package let kind: String
  /// Its tree.
  package let node: SQLNode

  private let source: [UInt8]
  private let startOfLine: Int

  init(range: Range<Int>, node: SQLNode, _ lines: LineTable, _ source: [UInt8]) {
    self.range = range
    line = lines.line(of: range.lowerBound)
    startOfLine = lines.start(ofLineAt: range.lowerBound)
    kind = node.kind
    self.node = node
    self.source = source
  }

  /// Where it begins in its line, in characters from 1. Counted when it is asked for: a script may be
  /// one line of many statements.
  package var column: Int {
    1 + source[startOfLine..<range.lowerBound].count { $0 & 0xC0 != 0x80 }
  }

  /// As written.
  package var text: String { String(decoding: source[range], as: UTF8.self) }
}
