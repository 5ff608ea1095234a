package import GateModel
package import Postgres

/// What one statement really did when it ran.
package struct StatementTrace: Sendable, Hashable {
  /// The line of the file in which it begins.
  package var line: Int
  /// As written.
  package var text: String
  /// The type of its tree; nil where the whole text was sent as it is.
  package var kind: String?
  /// How long it took.
  package var duration: Duration
  /// Nil where it ran outside of a transaction, and nothing could be seen.
  package var effect: Effect?

  /// What can be seen in the transaction of a statement, of relations that were there before it.
  package struct Effect: Sendable, Hashable {
    /// The strongest lock on each relation, where this statement took it: what an earlier one of the
    /// transaction holds already is told of there. By relation.
    package var locks: [RelationLock] = []
    /// Relations whose files were written anew, in order.
    package var rewritten: [String] = []
    /// Tables that were read from end to end, in order.
    package var scanned: [String] = []
  }
}

/// A text of statements that ran, as far as it came.
package struct ScriptRun: Sendable, Hashable {
  /// In order; the one that failed is not among them.
  package var statements: [StatementTrace] = []
  /// Whether all of it was one transaction.
  package var isTransaction: Bool
  /// Why it did not come to its end.
  package var failure: ScriptFailure?
}

/// Why a text of statements did not run, and where.
package struct ScriptFailure: Error, Sendable, Hashable {
  /// In the server's words.
  package var error: PostgresError
  /// The file.
  package var path: RepoPath
  /// From 1.
  package var line: Int
  /// In characters, from 1.
  package var column: Int
  /// The line of the file.
  package var excerpt: String
}
