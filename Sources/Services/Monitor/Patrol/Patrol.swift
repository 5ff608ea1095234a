internal import GateModel

/// Goes round all agents: gives what sources saw to each one's judge and writes down what changed. The only owner of
/// the judges.
actor Patrol {
  private let rulesVersion: String
  private let stability: Stability
  private let clock: @Sendable () -> Instant
  private let journal: Journal
  private var watched: [AgentID: Watched]

  init(
    _ stored: [StoredAgent], rulesVersion: String, stability: Stability, journal: Journal,
    clock: @escaping @Sendable () -> Instant
  ) {
    (self.rulesVersion, self.stability, self.journal) = (rulesVersion, stability, journal)
    self.clock = clock
    let now = clock()
    watched = Dictionary(
      stored.map { ($0.agent.id, Watched($0, stability, now: now)) },
      uniquingKeysWith: { first, _ in first })
  }

  /// Takes what a source saw in one look.
  func take(_ report: SourceReport) throws -> Attention {
    for agent in report.agents { try meet(agent) }
    for evidence in report.evidence { _ = try feed(evidence) }
    return Attention(pending: Set(watched.values.lazy.filter(\.judge.isPending).map(\.agent.id)))
  }

  /// Takes what an agent itself reports; what follows from it is in the database when this returns.
  func hear(_ evidence: Evidence, of agent: SightedAgent) async throws {
    try meet(agent)
    if let ticket = try feed(evidence) { try await journal.wait(for: ticket) }
  }

  /// Lets time pass.
  ///
  /// - Parameter isWhole: for all of them, or only those whose status is about to change.
  func tick(isWhole: Bool) throws {
    for id in watched.keys.sorted() {
      guard var one = watched[id], isWhole || one.judge.isPending else { continue }
      let now = clock()
      let transition = one.judge.tick(now: now)
      let change = transition.map { one.change($0, rulesVersion) }
      let flags = AgentFlags(
        isStalled: one.judge.isStalled(now: now), backgroundTasks: one.judge.backgroundTasks)
      let hasTurned = flags != one.flags
      one.flags = flags
      watched[id] = one
      if let change { _ = try journal.add(.change(change)) }
      if hasTurned { _ = try journal.add(.flags(flags, id, one.agent.lane, now)) }
    }
  }

  /// Takes out what is older than this.
  func forget(olderThan age: Duration) throws {
    _ = try journal.add(.prune(clock().advanced(by: .zero - age)))
  }

  /// Why it is believed what is believed of an agent; nil for one that is not watched.
  func why(_ agent: AgentID) -> Why? { watched[agent]?.judge.why() }

  private func meet(_ agent: SightedAgent) throws {
    let now = clock()
    var one = watched[agent.id] ?? Watched(agent, stability, now: now)
    guard one.move(to: agent) || watched[agent.id] == nil else { return }
    watched[agent.id] = one
    _ = try journal.add(.agent(one.agent, now))
  }

  /// - Returns: the ticket of what was written, if something was.
  private func feed(_ evidence: Evidence) throws -> Int? {
    guard var one = watched[evidence.agent] else { return nil }
    let transition = one.judge.feed(evidence, now: clock())
    let change = transition.map { one.change($0, rulesVersion) }
    watched[evidence.agent] = one
    guard let change else { return nil }
    return try journal.add(.change(change))
  }
}
