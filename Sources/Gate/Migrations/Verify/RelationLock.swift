/// How strongly a statement locks a relation, the weakest first.
package enum LockMode: Int, Sendable, Hashable, CaseIterable, Comparable {
  case accessShare, rowShare, rowExclusive, shareUpdateExclusive, share, shareRowExclusive
  case exclusive, accessExclusive

  /// Reads `AccessExclusiveLock`.
  init?(_ name: String) {
    guard let mode = LockMode.allCases.first(where: { $0.name + "Lock" == name }) else {
      return nil
    }
    self = mode
  }

  /// As `pg_locks` writes it, without `Lock`.
  package var name: String {
    switch self {
    case .accessShare: "AccessShare"
    case .rowShare: "RowShare"
    case .rowExclusive: "RowExclusive"
    case .shareUpdateExclusive: "ShareUpdateExclusive"
    case .share: "Share"
    case .shareRowExclusive: "ShareRowExclusive"
    case .exclusive: "Exclusive"
    case .accessExclusive: "AccessExclusive"
    }
  }

  /// As `LOCK TABLE` and the manual write it.
  package var words: String {
    var words = ""
    for character in name {
      if character.isUppercase, !words.isEmpty { words += " " }
      words += character.uppercased()
    }
    return words
  }

  /// Whether reading waits for it.
  package var blocksReaders: Bool { self == .accessExclusive }
  /// Whether inserting, updating and deleting wait for it. Source: PostgreSQL, 13.3.1.
  package var blocksWriters: Bool { self >= .share }

  /// The weaker comes first.
  package static func < (a: LockMode, b: LockMode) -> Bool { a.rawValue < b.rawValue }
}

/// A lock that a statement took on a relation that was there before the migration.
package struct RelationLock: Sendable, Hashable {
  /// With its schema, as it was called before the migration.
  package var relation: String
  /// The strongest.
  package var mode: LockMode
  /// Whether it is an index, which nobody but its table's users waits for.
  package var isIndex: Bool
}
