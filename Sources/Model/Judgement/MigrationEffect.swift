/// What a migration really did to a database that had the schema before it.
package struct MigrationEffect: Sendable, Hashable {
  /// The file.
  package var path: RepoPath
  /// What it changes of the schema, a sentence each.
  package var schema: [String]
  /// The same as lines, with everything that came or went with it: `-` was, `+` is.
  package var diff: String
  /// In order.
  package var statements: [Statement]

  /// Makes an effect of its parts.
  package init(path: RepoPath, schema: [String], diff: String, statements: [Statement]) {
    self.path = path
    self.schema = schema
    self.diff = diff
    self.statements = statements
  }

  /// One statement, and what it took. Relations that the migration itself made are left out: nobody
  /// else uses them yet.
  package struct Statement: Sendable, Hashable {
    /// The line of the file in which it begins, from 1.
    package var line: Int
    /// Its beginning, on one line.
    package var text: String
    /// Whether what it did could be seen: not where it ran outside of a transaction.
    package var isSeen: Bool
    /// The strongest lock on each relation.
    package var locks: [Lock]
    /// Tables and indexes that it wrote anew.
    package var rewrites: [String]
    /// Tables that it read from end to end.
    package var scans: [String]

    /// Makes a statement of what was seen of it.
    package init(
      line: Int, text: String, isSeen: Bool = true, locks: [Lock] = [], rewrites: [String] = [],
      scans: [String] = []
    ) {
      self.isSeen = isSeen
      self.line = line
      self.text = text
      self.locks = locks
      self.rewrites = rewrites
      self.scans = scans
    }

    /// Who waits while it runs: the most of its locks.
    package var blocks: Blocking { isSeen ? locks.map(\.blocks).max() ?? .nobody : .unknown }
  }

  /// A lock on a relation.
  package struct Lock: Sendable, Hashable {
    /// With its schema.
    package var relation: String
    /// As `LOCK TABLE` writes it: `ACCESS EXCLUSIVE`.
    package var mode: String
    /// Who waits for it.
    package var blocks: Blocking

    /// Makes a lock of its parts.
    package init(relation: String, mode: String, blocks: Blocking) {
      self.relation = relation
      self.mode = mode
      self.blocks = blocks
    }
  }

  /// Who waits for a lock.
  package enum Blocking: String, Sendable, Hashable, Comparable, CaseIterable {
    case nobody, unknown, writers, everybody

    /// The fewer come first.
    package static func < (a: Blocking, b: Blocking) -> Bool {
      allCases.firstIndex(of: a) ?? 0 < allCases.firstIndex(of: b) ?? 0
    }
  }
}
