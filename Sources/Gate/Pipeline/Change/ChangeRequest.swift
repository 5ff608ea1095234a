package import GateModel

/// What to judge, as asked for: revisions by name, and where the author's words are.
package struct ChangeRequest: Sendable {
  /// What it is to be merged into.
  package var base: Base
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
  /// The lanes under way whose migrations may collide with it.
  package var others: Others
  /// The lanes that it is made of, where several are merged; nil for the one that it says itself.
  var lanes: [LaneID]?
  /// The head merged into the base, where what that brings is judged and not what was done since the change
  /// left the base: what it left may be no part of the base.
  var merged: ObjectID?

  /// Asks for what HEAD has and the usual base has not, except where an argument says otherwise.
  package init(
    base: Base = .usual, head: String = "HEAD", mode: Mode = .commits, lane: String? = nil,
    descriptions: [Description] = [], branch: String? = nil, others: Others = .live
  ) {
    self.base = base
    self.head = head
    self.mode = mode
    self.lane = lane
    self.descriptions = descriptions
    self.branch = branch
    self.others = others
  }

  /// What a change is to be merged into.
  package enum Base: Sendable, Hashable {
    /// The CI's target branch, else the plan's `base`.
    case usual
    /// By any name that git has for a commit.
    case named(String)
    /// A commit that was looked up before, so that every part of a wave has the same, and the name it
    /// was found by.
    case pinned(String, ObjectID)
  }

  /// Lanes besides the change's own.
  package enum Others: Sendable, Hashable {
    /// Every branch of a lane that is not merged.
    case live
    /// These, which are merged before it, in that order; some are out for now, and will want numbers of
    /// their own when they come in.
    case merged([LaneTip], out: Set<LaneID>)
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
