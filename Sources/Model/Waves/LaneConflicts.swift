/// Who is about to collide with whom: every pair of lanes that are under way.
package struct LaneConflicts: Sendable, Hashable {
  /// In the order of their names.
  package var lanes: [LaneTip]
  /// Every pair, each once, in the order of the lanes.
  package var pairs: [Pair]
  /// Lanes that could not be looked at, and why.
  package var unjudged: [LaneID: String]

  /// Makes a matrix of its parts.
  package init(lanes: [LaneTip], pairs: [Pair], unjudged: [LaneID: String]) {
    self.lanes = lanes
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
    package var conflicts: [Conflict]

    /// Makes a pair of what was found.
    package init(a: LaneID, b: LaneID, conflicts: [Conflict]) {
      self.a = a
      self.b = b
      self.conflicts = conflicts
    }
  }

  /// One thing that two lanes do not agree on.
  package struct Conflict: Sendable, Hashable {
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
  }

  /// The kinds of conflicts, in the order of their urgency. Answers in JSON have the raw values.
  package enum Kind: String, Sendable, Hashable, CaseIterable {
    /// Both want different texts in one place.
    case text
    /// One deletes what the other edits.
    case deleteEdit = "delete-edit"
    /// Both took the same number for a migration.
    case migrationNumber = "migration-number"
    /// Both changed the same region.
    case region
    /// Both changed a file that neither owns.
    case ownership
  }

  /// Whether two of them collide.
  package var isEmpty: Bool { pairs.allSatisfy { $0.conflicts.isEmpty } }
}
