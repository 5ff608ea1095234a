/// Why a text is no SQL that Postgres' parser reads, and where.
package struct SQLSyntaxError: Error, Sendable, Hashable, CustomStringConvertible {
  /// In the parser's words, or one sentence of ours.
  package var message: String
  /// In bytes from the beginning of the text.
  package var offset: Int
  /// From 1.
  package var line: Int
  /// In characters, from 1.
  package var column: Int
  /// The line it stands in, without its end.
  package var excerpt: String

  init(_ message: String, at offset: Int, in lines: LineTable, of source: [UInt8]) {
    let offset = min(max(0, offset), source.count)
    (line, column) = lines.place(of: offset, in: source)
    self.message = message
    self.offset = offset
    excerpt = lines.text(ofLineAt: offset, in: source)
  }

  /// The place and the message.
  package var description: String { "line \(line), column \(column): \(message)" }
}
