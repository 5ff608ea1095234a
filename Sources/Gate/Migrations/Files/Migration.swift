package import GateModel

/// One step of a schema, and the step back.
package struct Migration: Sendable, Hashable, CustomStringConvertible {
  /// Its place in the order.
  package var version: MigrationVersion
  /// What its file's name says besides; empty where that is nothing.
  package var name: String
  /// What it does.
  package var up: MigrationText
  /// What undoes it; nil where nothing does, or where it cannot be read.
  package var down: MigrationText?

  /// Makes a migration; by default nothing undoes it.
  package init(
    version: MigrationVersion, name: String, up: MigrationText, down: MigrationText? = nil
  ) {
    self.version = version
    self.name = name
    self.up = up
    self.down = down
  }

  /// For sentences: `003_name`.
  package var description: String { name.isEmpty ? "\(version)" : "\(version)_\(name)" }

  /// What it is recognised by on another branch, wherever its file is.
  package var id: ID { ID(version: version, name: name) }

  /// A version and a name.
  package struct ID: Sendable, Hashable {
    /// The number.
    package var version: MigrationVersion
    /// The rest of the name.
    package var name: String
  }
}

/// The statements of one direction, and where they stand.
package struct MigrationText: Sendable, Hashable {
  /// The file, from the repository's root.
  package var path: RepoPath
  /// The line of the file in which `text` begins, from 1.
  package var firstLine: Int
  /// As written, line ends and comments included; without a byte order mark.
  package var text: String
  /// Whether it is to run in a transaction, where its header or its tool's options say so; nil where
  /// they do not.
  package var isTransactional: Bool?
  /// Whether its tool sends it as one message, which Postgres runs in one transaction where it has
  /// several statements and none of them begins another.
  package var isOneMessage = false

  /// Makes a text; by default it is a whole file that says nothing of transactions.
  package init(
    path: RepoPath, firstLine: Int = 1, text: String, isTransactional: Bool? = nil
  ) {
    self.path = path
    self.firstLine = firstLine
    self.text = text
    self.isTransactional = isTransactional
  }
}

/// What a migration that is not read is known by: its number is taken all the same.
package struct UnreadMigration: Sendable, Hashable {
  /// Its place in the order.
  package var version: MigrationVersion
  /// What its file's name says besides.
  package var name: String
  /// The file, from the repository's root.
  package var path: RepoPath

  /// Makes one of the parts of its file's name.
  package init(version: MigrationVersion, name: String, path: RepoPath) {
    self.version = version
    self.name = name
    self.path = path
  }
}
