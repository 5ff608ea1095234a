/// What is judged: a base, a head, what lies between them, and what its author says of it.
package struct Change: Sendable, Hashable {
  /// Where the change left its base branch: the merge base, under that branch's name.
  package var base: Revision
  /// What is judged; it has no commit where it is the index or the worktree.
  package var head: Revision
  /// In the order of their paths.
  package var files: [ChangedFile]
  /// From the oldest to the newest.
  package var commits: [Commit]
  /// Where the change is described, best source first.
  package var descriptions: [Description]
  /// Who the change says it comes from, by flag, trailer and branch; they have to agree.
  package var claims: [LaneClaim]

  /// Makes a change; what is left out is empty.
  package init(
    base: Revision, head: Revision, files: [ChangedFile] = [], commits: [Commit] = [],
    descriptions: [Description] = [], claims: [LaneClaim] = []
  ) {
    self.base = base
    self.head = head
    self.files = files
    self.commits = commits
    self.descriptions = descriptions
    self.claims = claims
  }
}

/// A text that describes the change, and where it stands.
package struct Description: Sendable, Hashable {
  /// For a person: `commit 1a2b3c4d5e`, `the pull request`, a file's name.
  package var source: String
  /// What its author wrote there, whole.
  package var text: String

  /// Makes a description of a text and where it stands.
  package init(source: String, text: String) {
    self.source = source
    self.text = text
  }
}

/// One statement of the lane that a change comes from.
package struct LaneClaim: Sendable, Hashable {
  /// As stated; perhaps no lane of the plan.
  package var lane: String
  /// How it was stated.
  package var source: Source

  /// Makes a claim; whether there is such a lane is not asked.
  package init(lane: String, source: Source) {
    self.lane = lane
    self.source = source
  }

  /// The ways to state a lane.
  package enum Source: Sendable, Hashable {
    /// `--lane`, or `GATE_LANE`.
    case option
    /// A `Lane:` trailer.
    case trailer(commit: ObjectID)
    case branch(String)
  }
}
