package import PgQuery

/// One direction of a migration, cut into its statements.
package struct MigrationScript: Sendable {
  /// Where it comes from.
  package let text: MigrationText
  /// In order; a script that the parser does not read is one piece.
  package let pieces: [Piece]
  /// Whether all of it runs in one transaction.
  package let isTransactional: Bool
  /// Whether it begins or ends transactions itself.
  let hasTransactions: Bool
  /// Of none of the pieces, of the first, of the first two, …; of a script that is one transaction, of
  /// none alone.
  private let checksums: [String]

  /// What is sent to the server at once.
  package struct Piece: Sendable {
    /// As written.
    package var text: String
    /// Where it begins, in bytes of the text.
    package var offset: Int
    /// Nil where the parser does not read the script: the server may be newer than the parser, and its
    /// word is the last.
    package var statement: SQLStatement?
    /// How it is sent where all of it is not one transaction.
    package var sending: Sending
  }

  /// Cuts a text. Its header has the last word on the transaction; without one, its statements say
  /// whether they can run in one.
  package init(_ text: MigrationText) {
    self.text = text
    do throws(SQLSyntaxError) {
      let script = try SQLScript(parsing: text.text)
      pieces = script.statements.map {
        Piece(
          text: $0.text, offset: $0.range.lowerBound, statement: $0,
          sending: script.sending(of: $0))
      }
      hasTransactions = script.statements.contains { $0.transactionControl != nil }
      let isOneTransaction = text.isOneMessage && pieces.count > 1 && !hasTransactions
      isTransactional = isOneTransaction || (text.isTransactional ?? script.canRunInTransaction)
      checksums = MigrationScript.chain(isTransactional ? [] : pieces)
    } catch {
      // What is in it is not known: it may be anything.
      pieces = [Piece(text: text.text, offset: 0, statement: nil, sending: .committing)]
      hasTransactions = SQLScript.controlsTransactions(text.text)
      isTransactional = text.isTransactional ?? !hasTransactions
      checksums = MigrationScript.chain(isTransactional ? [] : pieces)
    }
  }

  /// What a script is known by that stopped half way: what comes after that may be edited.
  ///
  /// - Returns: a text that is no checksum where it has fewer pieces.
  func checksum(ofFirst count: Int) -> String {
    checksums.indices.contains(count) ? checksums[count] : "none"
  }

  private static func chain(_ pieces: [Piece]) -> [String] {
    var last = Checksum(of: "")
    return [last.description]
      + pieces.map { piece in
        last = Checksum(digestOf: last.bytes + Checksum(of: piece.text).bytes)
        return last.description
      }
  }

  /// Whether the parser reads it.
  var isRead: Bool { pieces.allSatisfy { $0.statement != nil } }
}
