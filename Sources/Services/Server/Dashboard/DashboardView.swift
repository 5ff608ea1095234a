internal import GateModel
internal import Monitor

/// Everything that one page shows, read at one moment.
struct DashboardView: Sendable {
  var now: Instant
  var project: Project
  var board: AgentBoard
  /// Whether some monitor watches here.
  var isWatched: Bool
  /// What keeps a source of evidence from seeing, by its name.
  var blind: [String: String]
  /// Of the last hours, by agent; the oldest first.
  var history: [AgentID: [AgentHistory.Change]]
  /// Whether there were more changes than were read.
  var isHistoryCut: Bool
  var work: [LaneID: LaneWork]
  /// Nil where it is not known.
  var conflicts: LaneConflicts?
  var reports: [StoredReport]
  /// Seconds after which a browser without scripts reads the page again; nil for never.
  var refresh: Int?

  /// How far the timeline goes back.
  static let span = Duration.seconds(4 * 3600)

  /// The last report of a lane by itself.
  func report(of lane: LaneID) -> StoredReport? {
    reports.first { $0.report.lane == lane && $0.report.proof == nil }
  }

  /// The last report of a wave as a whole.
  func report(ofWave number: Int) -> StoredReport? {
    reports.first { $0.report.wave == number && $0.report.proof != nil }
  }
}
