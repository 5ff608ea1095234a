package import PgQuery

/// One direction of a migration, cut into its statements.
package struct MigrationScript: Sendable {
  /// Where it comes from.
  package let text: MigrationText
  /// In order; a script that the parser does not read is one piece.
  package let pieces: [Piece]
  /// Whether all of it runs in one transaction.
  package let isTransactional: Bool

  /// What is sent to the server at once.
  package struct Piece: Sendable {
    /// As written.
    package var text: String
    /// The line of its beginning in the file, from 1.
    package var line: Int
    /// The column of its beginning, in characters, from 1.
    package var column: Int
    /// Nil where the parser does not read the script: the server may be newer than the parser, and its
    /// word is the last.
    package var statement: SQLStatement?
  }

  /// Cuts a text. Its header has the last word on the transaction; without one, its statements say
  /// whether they can run in one.
  package init(_ text: MigrationText) {
    self.text = text
    do throws(SQLSyntaxError) {
      let script = try SQLScript(parsing: text.text, firstLine: text.firstLine)
      pieces = script.statements.map {
        Piece(text: $0.text, line: $0.line, column: $0.column, statement: $0)
      }
      isTransactional = text.isTransactional ?? script.canRunInTransaction
    } catch {
      pieces = [Piece(text: text.text, line: text.firstLine, column: 1, statement: nil)]
      isTransactional = text.isTransactional ?? true
    }
  }
}
