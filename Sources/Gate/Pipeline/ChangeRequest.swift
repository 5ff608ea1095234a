package import GateModel

/// What to judge, as asked for: revisions by name, and where the author's words are.
package struct ChangeRequest: Sendable {
  /// Nil means the CI's target branch, else the plan's `base`.
  package var base: String?
  /// What is judged, by any name that git has for a commit. `HEAD` stands for the branch at hand.
  package var head: String
  /// Whether a commit is judged, or what is not yet one.
  package var mode: Mode
  /// `--lane`, or `GATE_LANE`.
  package var lane: String?
  /// Texts that describe the change besides its commits: a file, the pull request.
  package var descriptions: [Description]
  /// The branch of the change where the repository does not say (a detached HEAD in CI).
  package var branch: String?

  /// Asks for what HEAD has and the usual base has not, except where an argument says otherwise.
  package init(
    base: String? = nil, head: String = "HEAD", mode: Mode = .commits, lane: String? = nil,
    descriptions: [Description] = [], branch: String? = nil
  ) {
    self.base = base
    self.head = head
    self.mode = mode
    self.lane = lane
    self.descriptions = descriptions
    self.branch = branch
  }

  /// Where the head side is.
  package enum Mode: Sendable, Hashable {
    /// A commit: what a merge would bring in.
    case commits
    /// The index, not yet committed.
    case staged
    /// The files as they are, not yet committed.
    case worktree
  }
}
