package import GateModel

/// Where a database is, beside the files.
package struct MigrationStatus: Sendable, Hashable {
  /// The highest applied version, spelled as its file spells it; nil where nothing is applied.
  package var current: String?
  /// In the order of applying.
  package var applied: [Applied]
  /// What `gate migrate up` would apply, in order: `003_name`.
  package var pending: [String]
  /// One sentence and an advice each.
  package var problems: [String]

  /// One applied migration.
  package struct Applied: Sendable, Hashable {
    /// As its file spells it.
    package var version: String
    /// What it is called.
    package var name: String
    /// In UTC, to the second: ISO 8601.
    package var appliedAt: String
    /// The database's user.
    package var appliedBy: String
    /// How long it took.
    package var milliseconds: Int
    /// Whether it ran in one transaction.
    package var isTransactional: Bool
    /// Whether its file is here.
    package var hasFile: Bool
  }

  init(_ ledger: Ledger, _ set: MigrationSet) {
    func spelling(_ version: Int) -> String {
      ledger.files[version]?.version.description ?? "\(version)"
    }
    current = ledger.rows.map(\.version).max().map(spelling)
    applied = ledger.rows.map { row in
      Applied(
        version: spelling(row.version), name: row.name, appliedAt: row.appliedAt,
        appliedBy: row.appliedBy, milliseconds: row.milliseconds,
        isTransactional: row.isTransactional, hasFile: ledger.files[row.version] != nil)
    }
    // Without a target nothing is refused.
    pending = (try? ledger.pending(upTo: nil))?.map { $0.migration.description } ?? []
    problems =
      set.problems.filter { $0.level == .error }.map { "\($0.path): \($0.message); \($0.hint)" }
      + ledger.journal.values.sorted { $0.version < $1.version }.map { line in
        "\(line.version) is half way \(line.direction.rawValue), \(line.done) statements are done; "
          + "`gate migrate \(line.direction.rawValue)` goes on"
      }
      + ledger.problems.map { "\($0.message); \($0.hint)" }
  }

  /// As `gate migrate status --format json` prints it.
  package var json: JSON {
    .object([
      "schema": "gate-migrations/1", "current": current.map { .string($0) } ?? .null,
      "applied": .array(
        applied.map {
          .object([
            "version": .string($0.version), "name": .string($0.name),
            "applied_at": .string($0.appliedAt), "applied_by": .string($0.appliedBy),
            "milliseconds": .integer($0.milliseconds), "transactional": .bool($0.isTransactional),
            "file": .bool($0.hasFile),
          ])
        }),
      "pending": .array(pending.map { .string($0) }),
      "problems": .array(problems.map { .string($0) }),
    ])
  }
}
