/// How the lanes of a wave were merged and tried together: what a wave's report has beyond its checks.
package struct WaveProof: Sendable, Hashable {
  /// How the lanes were tried: `batch` or `speculate`.
  package var strategy: String
  /// Names the proof by its base and its lanes' commits: the same of them, the same name.
  package var id: String
  /// In the order in which they are merged.
  package var lanes: [Lane]
  /// Why lanes are out, apart from their own rules.
  package var culprits: [Culprit]
  /// In the order in which they were tried.
  package var states: [State]

  /// Makes a proof of its parts.
  package init(
    strategy: String, id: String, lanes: [Lane], culprits: [Culprit], states: [State]
  ) {
    self.strategy = strategy
    self.id = id
    self.lanes = lanes
    self.culprits = culprits
    self.states = states
  }

  /// A lane, and what became of it.
  package struct Lane: Sendable, Hashable {
    /// Whose it is.
    package var id: LaneID
    /// Its branch; nil where there is none.
    package var tip: LaneTip?
    /// What became of it.
    package var standing: Standing
    /// Why, as a clause.
    package var reason: String

    /// Makes a lane's line.
    package init(id: LaneID, tip: LaneTip?, standing: Standing, reason: String) {
      self.id = id
      self.tip = tip
      self.standing = standing
      self.reason = reason
    }
  }

  /// What can become of a lane. Stored reports have the raw values.
  package enum Standing: String, Sendable, Hashable, CaseIterable {
    /// It holds with all others that are in.
    case `in`
    /// It is not merged: something is wrong with it, or with it and another.
    case out
    /// The base has all of it already.
    case landed
    /// Nothing was committed on its branch.
    case empty
    /// Nothing can be said of it.
    case unjudged
  }

  /// Lanes that do not hold together, or one that fails; the last of them is out.
  package struct Culprit: Sendable, Hashable {
    /// How they fail.
    package var kind: Kind
    /// In merge order.
    package var lanes: [LaneID]
    /// What fails; nothing where they cannot be merged.
    package var checks: [String]
    /// The files that cannot be merged.
    package var paths: [RepoPath]

    /// Makes a culprit; by default no check and no file is named.
    package init(
      kind: Kind, lanes: [LaneID], checks: [String] = [], paths: [RepoPath] = []
    ) {
      (self.kind, self.lanes, self.checks, self.paths) = (kind, lanes, checks, paths)
    }

    /// How lanes can fail. Stored reports have the raw values.
    package enum Kind: String, Sendable, Hashable, CaseIterable {
      /// Without any other.
      case alone
      /// Each passes alone, and both fail together.
      case pair
      /// It takes more than two.
      case together
      /// It cannot be merged without one that is out.
      case leftBehind = "left-behind"
      /// It cannot be merged on top of those before it.
      case conflict
    }
  }

  /// Lanes merged on top of the base, and what was tried on them.
  package struct State: Sendable, Hashable {
    /// In the order in which they are merged; none is the base itself.
    package var lanes: [LaneID]
    /// What its commit and tree are.
    package var commit: ObjectID
    /// The tree of the commit.
    package var tree: ObjectID
    /// What the answer was to tell, as a clause.
    package var why: String
    /// What was tried, in the plan's order.
    package var checks: [Tried]

    /// Makes a state of what was tried on it.
    package init(
      lanes: [LaneID], commit: ObjectID, tree: ObjectID, why: String, checks: [Tried]
    ) {
      self.lanes = lanes
      self.commit = commit
      self.tree = tree
      self.why = why
      self.checks = checks
    }

    /// The gate's answer for this state alone.
    package var verdict: Verdict {
      if checks.contains(where: { $0.outcome == "failed" }) { return .shut }
      return checks.contains { $0.outcome == "broken" } ? .unjudged : .open
    }
  }

  /// One check of a state.
  package struct Tried: Sendable, Hashable {
    /// The check's name, as in reports.
    package var check: String
    /// As `Outcome.Result.name`.
    package var outcome: String
    /// How long it took; 0 where it did not run.
    package var seconds: Double

    /// Makes a line of what one check said.
    package init(check: String, outcome: String, seconds: Double) {
      self.check = check
      self.outcome = outcome
      self.seconds = seconds
    }
  }
}
