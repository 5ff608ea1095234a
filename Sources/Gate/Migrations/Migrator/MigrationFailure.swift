package import GateModel
package import Postgres

/// A migration that the database refused, and where.
package struct MigrationFailure: Error, Sendable, Hashable, CustomStringConvertible {
  /// For sentences: `003_name`.
  package var migration: String
  /// Which of its two halves.
  package var direction: Direction
  /// The file.
  package var path: RepoPath
  /// From 1.
  package var line: Int
  /// In characters, from 1.
  package var column: Int
  /// The line it stands in.
  package var excerpt: String
  /// What the server says.
  package var error: PostgresError

  /// Which way a migration runs.
  package enum Direction: String, Sendable, Hashable {
    case up, down
  }

  /// Finds the place of a server's error in the file.
  init(
    _ error: PostgresError, in piece: MigrationScript.Piece, of script: MigrationScript,
    _ migration: String, _ direction: Direction
  ) {
    self.migration = migration
    self.direction = direction
    self.error = error
    path = script.text.path
    (line, column) = (piece.line, piece.column)
    // The server counts characters of the statement from 1.
    let before = piece.text.unicodeScalars.prefix(max(0, (error.position ?? 1) - 1))
    for scalar in before {
      if scalar == "\n" { (line, column) = (line + 1, 1) } else { column += 1 }
    }
    let lines = script.text.text.split(separator: "\n", omittingEmptySubsequences: false)
    let index = line - script.text.firstLine
    let found = lines.indices.contains(index) ? String(lines[index].prefix(300)) : ""
    excerpt = found.last == "\r" ? String(found.dropLast()) : found
  }

  /// `path:line:column: message`, the line with a mark below the place, and the server's advice.
  package var description: String {
    var text = "\(path):\(line):\(column): \(error.message)"
    if !excerpt.isEmpty {
      let mark = excerpt.prefix(column - 1).map { $0 == "\t" ? "\t" : " " }.joined()
      text += "\n  \(excerpt)\n  \(mark)^"
    }
    if let detail = error.detail { text += "\n  detail: \(detail)" }
    if let hint = error.hint { text += "\n  hint: \(hint)" }
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
