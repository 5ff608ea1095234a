/// One statement of a script.
package struct SQLStatement: Sendable {
  /// In bytes of the script, from the first token behind the last one; the semicolon is not in it.
  package let range: Range<Int>
  /// Where it begins, from 1.
  package let line: Int
  /// In characters, from 1.
  package let column: Int
  /// The type of its tree: `CreateStmt`.
  package let kind: String
  /// Its tree.
  package let node: SQLNode

  private let source: [UInt8]

  init(range: Range<Int>, place: (line: Int, column: Int), node: SQLNode, source: [UInt8]) {
    self.range = range
    (line, column) = place
    kind = node.kind
    self.node = node
    self.source = source
  }

  /// As written.
  package var text: String { String(decoding: source[range], as: UTF8.self) }
}
