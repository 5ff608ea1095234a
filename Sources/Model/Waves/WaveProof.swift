/// How the lanes of a wave were merged and tried together: what a wave's report has beyond its checks.
package struct WaveProof: Sendable, Hashable {
  /// How the lanes were tried: `batch` or `speculate`.
  package var strategy: String
  /// Names the proof by its base and its lanes' commits: the same of them, the same name.
  package var id: String
  /// In the order in which they are merged.
  package var lanes: [Lane]
  /// In the order in which they were tried.
  package var states: [State]

  /// Makes a proof of its parts.
  package init(strategy: String, id: String, lanes: [Lane], states: [State]) {
    self.strategy = strategy
    self.id = id
    self.lanes = lanes
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
    /// Nothing can be said of it.
    case unjudged
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
