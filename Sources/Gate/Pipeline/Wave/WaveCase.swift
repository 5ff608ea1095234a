package import GateModel
internal import GateProject
package import Git

/// A wave with everything that is needed to prove it.
package struct WaveCase: Sendable {
  /// The plan of the base.
  package var project: Project
  /// The wave.
  package var wave: Wave
  /// What the lanes are merged into; it has a commit and a tree.
  package var base: Revision
  /// In merge order.
  package var lanes: [LaneCase]
  /// Lanes of the wave that were not asked for, and are not merged.
  var missing: [LaneID] = []
  /// Whether it is its turn; nil where no wave has to land before it.
  var order: Outcome?
  /// The profile that chooses the checks; nil means `full`.
  var profile: String?
  /// What the lanes' agents do; nil where nobody says it.
  var agents: [AgentState]?
  /// The day of the run.
  var today: Day
  /// Where the repository is.
  package var source: ObjectSource
  /// The commit of the base, and its tree.
  var baseCommit: ObjectID
  var baseTree: ObjectID

  /// A lane of the wave, judged alone.
  package struct LaneCase: Sendable {
    /// Whose it is.
    package var id: LaneID
    /// Nil where it cannot be said which branch it is.
    package var tip: LaneTip?
    /// What its own rules say: skipped where the base has all of it.
    package var own: Outcome
    /// Whether nothing was ever committed on its branch, as far as can be told: that is no landing.
    var isEmpty = false
    /// The files that it changes.
    var paths: Set<RepoPath> = []
    /// Lanes before it whose commits its branch has too: it cannot be merged without them.
    var foundation: [LaneID] = []
  }
}
