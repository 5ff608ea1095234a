package import GateModel
package import Monitor

/// The repository that the server is about, as far as its pages show it. Whoever starts the server reads it: the
/// services do not know the gate. Each is asked for each page, so it keeps what is dear.
package struct Workspace: Sendable {
  /// The plan as it stands; empty where there is none that can be read.
  package var plan: @Sendable () async -> Project
  /// Whose key a report has come with; nil for a key that was not given out.
  package var holder: @Sendable (_ key: String) -> KeyHolder?
  /// What each lane has changed so far.
  package var work: @Sendable () async -> [LaneWork]
  /// Who is about to collide with whom; nil where that could not be looked at.
  package var conflicts: @Sendable () async -> LaneConflicts?
  /// The gate's last reports, the newest first.
  package var reports: @Sendable () async -> [StoredReport]

  /// Makes one.
  package init(
    plan: @escaping @Sendable () async -> Project,
    holder: @escaping @Sendable (_ key: String) -> KeyHolder?,
    work: @escaping @Sendable () async -> [LaneWork],
    conflicts: @escaping @Sendable () async -> LaneConflicts?,
    reports: @escaping @Sendable () async -> [StoredReport]
  ) {
    self.plan = plan
    self.holder = holder
    self.work = work
    self.conflicts = conflicts
    self.reports = reports
  }
}

/// In whose name something is told.
package enum KeyHolder: Sendable, Hashable {
  /// A run of the gate.
  case gate
  /// Whoever works in a lane.
  case lane(Assignment)
}

/// What a lane has changed so far, against its base.
package struct LaneWork: Sendable, Hashable {
  /// Whose.
  package var lane: LaneID
  /// Nil where it has none yet.
  package var branch: String?
  /// Commits that the base has not, and those that it has not of the base.
  package var (ahead, behind): (Int, Int)
  /// Files that are not committed.
  package var uncommitted: Int
  /// Changed files that the lane owns, wholly or by a region.
  package var owned: [RepoPath]
  /// Changed files of other lanes.
  package var foreign: [RepoPath]

  /// Makes one.
  package init(
    lane: LaneID, branch: String?, ahead: Int, behind: Int, uncommitted: Int, owned: [RepoPath],
    foreign: [RepoPath]
  ) {
    self.lane = lane
    self.branch = branch
    self.ahead = ahead
    self.behind = behind
    self.uncommitted = uncommitted
    self.owned = owned
    self.foreign = foreign
  }
}

/// A report as it was stored.
package struct StoredReport: Sendable, Hashable {
  /// When.
  package var at: Instant
  /// The report.
  package var report: Report
  /// Whether it lies in the lane's own worktree: whoever works there may have written it themselves.
  package var isLanesOwn: Bool

  /// Makes one.
  package init(at: Instant, report: Report, isLanesOwn: Bool) {
    (self.at, self.report, self.isLanesOwn) = (at, report, isLanesOwn)
  }
}

extension Project {
  /// The first wave that a lane is in; nil for none.
  func wave(of lane: LaneID) -> Int? {
    waves.first { wave in wave.lanes.contains { $0.id == lane } }?.number
  }
}
