internal import Postgres

/// A migration that the database refused, and where.
package struct MigrationFailure: Error, Sendable, Hashable, CustomStringConvertible {
  /// For sentences: `003_name`.
  package var migration: String
  /// Which of its two halves.
  package var direction: Direction
  /// The statement and what the server says of it.
  package var cause: ScriptFailure

  /// Which way a migration runs.
  package enum Direction: String, Sendable, Hashable {
    case up, down
  }

  /// The cause, with what the server adds.
  package var description: String {
    let lines = cause.description.split(separator: "\n", omittingEmptySubsequences: false)
    var text = lines.enumerated().map { $0.offset == 0 ? "\($0.element)" : "  \($0.element)" }
      .joined(separator: "\n")
    if let detail = cause.error.detail { text += "\n  detail: \(detail)" }
    if let hint = cause.error.hint { text += "\n  hint: \(hint)" }
    return text
  }
}

/// Why the migrator does not run: the history does not fit, or somebody else is at it.
package struct MigratorError: Error, Sendable, Hashable {
  /// One sentence.
  package var message: String
  /// What to do.
  package var hint: String

  /// Makes an error of a sentence and an advice.
  package init(_ message: String, hint: String) {
    self.message = message
    self.hint = hint
  }
}
