package import GateModel

/// The migrations of a folder, read once, with everything that is wrong with them.
package struct MigrationSet: Sendable, Hashable {
  /// Where they are and how they are written.
  package var settings: MigrationSettings
  /// In the order of versions, then of paths: two that share a version are both here.
  package var migrations: [Migration]
  /// Those whose number is known but not what they do: code, and files that are not text. In the same
  /// order.
  package var unread: [UnreadMigration]
  /// By path and line.
  package var problems: [MigrationProblem]

  /// Makes a set of these parts; nothing is checked or sorted.
  package init(
    settings: MigrationSettings, migrations: [Migration] = [], unread: [UnreadMigration] = [],
    problems: [MigrationProblem] = []
  ) {
    self.settings = settings
    self.migrations = migrations
    self.unread = unread
    self.problems = problems
  }

  /// Every number that is taken.
  package var versions: Set<MigrationVersion> {
    Set(migrations.map(\.version)).union(unread.map(\.version))
  }

  /// The highest number that is taken; nil in an empty folder.
  package var highest: MigrationVersion? {
    [migrations.last?.version, unread.last?.version].compactMap { $0 }.max()
  }

  /// Every number with the file that took it, in order.
  var numbers: [(version: MigrationVersion, path: RepoPath)] {
    let all =
      migrations.map { (version: $0.version, path: $0.up.path) }
      + unread.map { (version: $0.version, path: $0.path) }
    return all.sorted { ($0.version, $0.path) < ($1.version, $1.path) }
  }
}

/// A file that may be a migration: its path from the repository's root, and its bytes.
package struct MigrationFile: Sendable, Hashable {
  /// From the repository's root.
  package var path: RepoPath
  /// As stored, unread.
  package var bytes: [UInt8]

  /// Makes a file of its path and bytes.
  package init(path: RepoPath, bytes: [UInt8]) {
    self.path = path
    self.bytes = bytes
  }

  /// Makes a file of its path and text.
  package init(path: RepoPath, text: String) {
    self.init(path: path, bytes: Array(text.utf8))
  }
}
