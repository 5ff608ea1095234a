package import GateModel
package import Monitor

/// The repository that the server is about, as far as its pages show it. Whoever starts the server reads it: the
/// services do not know the gate. Each is asked for each page, so it keeps what is dear.
package struct Workspace: Sendable {
  /// The plan as it stands; empty where there is none that can be read.
  package var plan: @Sendable () async -> Project
  /// Whose key a report has come with; nil for a key that was not given out.
  package var reporter: @Sendable (_ key: String) -> Assignment?

  /// Makes one.
  package init(
    plan: @escaping @Sendable () async -> Project,
    reporter: @escaping @Sendable (_ key: String) -> Assignment?
  ) {
    self.plan = plan
    self.reporter = reporter
  }
}

extension Project {
  /// The first wave that a lane is in; nil for none.
  func wave(of lane: LaneID) -> Int? {
    waves.first { wave in wave.lanes.contains { $0.id == lane } }?.number
  }
}
