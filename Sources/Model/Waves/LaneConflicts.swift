/// Who is about to collide with whom: every pair of lanes that are under way.
package struct LaneConflicts: Sendable, Hashable {
  /// In the order of the plan.
  package var lanes: [LaneTip]
  /// How many files of a lane count that are not committed; nothing for a lane without any.
  package var uncommitted: [LaneID: Int]
  /// Every pair, each once, in the order of the lanes.
  package var pairs: [Pair]
  /// Lanes that could not be looked at, and why.
  package var unjudged: [LaneID: String]

  /// Makes a matrix of its parts; by default of no lane.
  package init(
    lanes: [LaneTip] = [], uncommitted: [LaneID: Int] = [:], pairs: [Pair] = [],
    unjudged: [LaneID: String] = [:]
  ) {
    self.lanes = lanes
    self.uncommitted = uncommitted
    self.pairs = pairs
    self.unjudged = unjudged
  }

  /// Two lanes, and what stands between them.
  package struct Pair: Sendable, Hashable {
    /// The first of both.
    package var a: LaneID
    /// The second.
    package var b: LaneID
    /// In the order of their paths; none where both can be merged in any order.
    package private(set) var conflicts: [Conflict]
    /// What could not be told of them, a sentence each.
    package var unjudged: [String]

    /// Makes a pair of what was found, in any order.
    package init(a: LaneID, b: LaneID, conflicts: [Conflict], unjudged: [String] = []) {
      self.a = a
      self.b = b
      self.conflicts = conflicts.sorted()
      self.unjudged = unjudged
    }

    /// Adds what was found later.
    package mutating func add(_ found: [Conflict]) {
      conflicts = (conflicts + found).sorted()
    }
  }

  /// One thing that two lanes do not agree on.
  package struct Conflict: Sendable, Hashable, Comparable {
    /// What kind of thing it is.
    package var kind: Kind
    /// The file.
    package var path: RepoPath
    /// On the first lane's side, from 1; nil where it is about the whole file.
    package var line: Int?
    /// One sentence.
    package var message: String
    /// What to do, in one line; nil where the sentence says it.
    package var hint: String?

    /// Makes a conflict of its parts.
    package init(
      kind: Kind, path: RepoPath, line: Int? = nil, message: String, hint: String? = nil
    ) {
      self.kind = kind
      self.path = path
      self.line = line
      self.message = message
      self.hint = hint
    }

    /// By path, then by urgency.
    package static func < (x: Conflict, y: Conflict) -> Bool {
      if x.path != y.path { return x.path < y.path }
      if x.kind != y.kind { return x.kind < y.kind }
      return (x.line ?? 0, x.message) < (y.line ?? 0, y.message)
    }
  }

  /// The kinds of conflicts, in the order of their urgency. Answers in JSON have the raw values.
  package enum Kind: String, Sendable, Hashable, CaseIterable, Comparable {
    /// Both want different texts in one place.
    case text
    /// One deletes what the other edits.
    case deleteEdit = "delete-edit"
    /// Both took the same number for a migration.
    case migrationNumber = "migration-number"
    /// Their migrations make another schema, or do not run, in the other order.
    case migrationOrder = "migration-order"
    /// Both touched one name of an interface that a wave froze.
    case frozen
    /// Both changed the same region.
    case region
    /// Both changed a file that neither owns.
    case ownership

    /// The more urgent one first.
    package static func < (x: Kind, y: Kind) -> Bool { x.rank < y.rank }

    private var rank: Int { Kind.allCases.firstIndex(of: self) ?? 0 }
  }

  /// Whether no two of them collide, as far as could be told.
  package var isEmpty: Bool { pairs.allSatisfy { $0.conflicts.isEmpty } }

  /// Whether everything was looked at.
  package var isComplete: Bool { unjudged.isEmpty && pairs.allSatisfy { $0.unjudged.isEmpty } }
}
