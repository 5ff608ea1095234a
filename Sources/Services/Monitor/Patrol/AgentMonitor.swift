internal import GateModel
package import Postgres

/// The monitor of an instance. Of several on one database one watches, and when it ends another takes over; what
/// agents report to any of them reaches the one that watches.
package actor AgentMonitor {
  private let settings: ConnectionSettings
  private let sources: [any EvidenceSource]
  private let processes: KnownProcesses
  private let rulesVersion: String
  private let stability: Stability
  private let clock: @Sendable () -> Instant
  private let log: @Sendable (String) -> Void
  /// Nil while another one watches.
  private var patrol: Patrol?
  /// The server's process of the session that has the lock here; nil where none does.
  private var session: Int?
  private var health: [String: SourceHealth] = [:]

  /// Events and history are kept for so long.
  private static let memory = Duration.seconds(14 * 86_400)

  /// Takes what it watches with; nothing is watched yet.
  ///
  /// - Parameters:
  ///   - settings: the instance's database.
  ///   - processes: where the processes go that sources report.
  ///   - log: takes a sentence for whoever runs the server.
  package init(
    on settings: ConnectionSettings, sources: [any EvidenceSource],
    processes: KnownProcesses = KnownProcesses(), rulesVersion: String,
    stability: Stability = .standard, clock: @escaping @Sendable () -> Instant = { .now },
    log: @escaping @Sendable (String) -> Void
  ) {
    self.settings = settings
    self.sources = sources
    self.processes = processes
    self.rulesVersion = rulesVersion
    self.stability = stability
    self.clock = clock
    self.log = log
  }

  /// Whether it is this one that watches.
  package var isActive: Bool { patrol != nil }

  /// Whether some monitor watches on a database: its lock is taken.
  package static func isWatched(_ pool: Pool) async throws -> Bool {
    try await pool.withReader { try await StatusStore.holder($0) } != nil
  }

  /// How each source is, by its name; empty while another monitor watches.
  package var sourceHealth: [String: SourceHealth] { health }

  /// Why it is believed what is believed of an agent; nil for one that is not watched here.
  package func why(_ agent: AgentID) async -> Why? { await patrol?.why(agent) }

  /// What became of a report.
  package enum Reception: Sendable, Hashable {
    /// What follows from it is in the database.
    case taken
    /// Another monitor has been told of it.
    case forwarded
  }

  /// Takes what an agent itself reports.
  ///
  /// - Throws: where it could be neither written nor forwarded: the agent may report again.
  package func hear(
    _ evidence: Evidence, of agent: SightedAgent, forwardingBy pool: Pool
  ) async throws -> Reception {
    if let patrol {
      try await patrol.hear(evidence, of: agent)
      return .taken
    }
    let text = Forwarded(agent: agent, evidence: evidence).text
    let own = session
    try await pool.withConnection { connection in
      // Nobody, or this one, which has not begun: nobody would hear it.
      guard let holder = try await StatusStore.holder(connection), holder != own else {
        throw MonitorError.nobodyWatches
      }
      try await connection.query("select pg_notify('agent_evidence', \(text))")
    }
    return .forwarded
  }

  /// Watches, or waits until it may, until its task is cancelled.
  package func run() async throws {
    var wasWaiting = false
    while true {
      try Task.checkCancellation()
      do {
        if let store = try await StatusStore.claim(settings) {
          if wasWaiting { log("the monitor watches from here on") }
          wasWaiting = false
          session = await store.session
          try await watch(store)
        } else if !wasWaiting {
          log("another server's monitor watches; this one takes over when it ends")
          wasWaiting = true
        }
      } catch is CancellationError {
        throw CancellationError()
      } catch {
        try Task.checkCancellation()
        log("the monitor begins anew: \(words(error))")
      }
      (patrol, health, session) = (nil, [:], nil)
      try await Task.sleep(for: .seconds(1))
    }
  }

  private func watch(_ store: StatusStore) async throws {
    let journal = Journal()
    let patrol = Patrol(
      try await store.load(), rulesVersion: rulesVersion, stability: stability, journal: journal,
      clock: clock)
    self.patrol = patrol
    let (settings, sources, log) = (settings, sources, log)
    try await withThrowingTaskGroup { group in
      defer { group.cancelAll() }
      group.addTask {
        try await journal.write(
          into: store, { try await StatusStore.claim(settings, from: $0) }, log: log)
      }
      group.addTask {
        var round = 0
        while true {
          try await Task.sleep(for: .milliseconds(250))
          round += 1
          try await patrol.tick(isWhole: round % 4 == 0)
        }
      }
      group.addTask {
        while true {
          try await patrol.forget(olderThan: AgentMonitor.memory)
          try await Task.sleep(for: .seconds(3600))
        }
      }
      group.addTask { [self] in try await listen(for: patrol) }
      for source in sources {
        group.addTask { [self] in try await self.run(source, for: patrol) }
      }
      // The first that fails ends all.
      while try await group.next() != nil {}
    }
  }

  /// Takes what other servers forward; where the connection is lost, again. What is missed meanwhile the agents' screens
  /// tell too.
  private func listen(for patrol: Patrol) async throws {
    while true {
      do {
        let ear = try await Connection.open(settings)
        for try await report in try await ear.listen(on: "agent_evidence") {
          guard let forwarded = Forwarded(report.payload) else { continue }
          do {
            try await patrol.hear(forwarded.evidence, of: forwarded.agent)
          } catch {
            log("a forwarded report is not written: \(words(error))")
          }
        }
      } catch is PostgresError {
        // It is tried again.
      }
      try await Task.sleep(for: .milliseconds(500))
    }
  }

  /// Runs a source, and again where it gave up: what was missing may come.
  private func run(_ source: any EvidenceSource, for patrol: Patrol) async throws {
    while true {
      do {
        try await source.watch { [self] report in
          processes.note(report.agents)
          await self.note(report.health, of: source.name)
          // It fails with the journal alone, which ends this task too.
          return (try? await patrol.take(report)) ?? Attention()
        }
      } catch is CancellationError {
        throw CancellationError()
      } catch {
        note(SourceHealth(isUp: false, problem: "\(error)"), of: source.name)
        log("\(source.name): \(error)")
      }
      try await Task.sleep(for: .seconds(60))
    }
  }

  private func note(_ health: SourceHealth, of source: String) { self.health[source] = health }
}

/// One sentence.
func words(_ error: any Error) -> String {
  (error as? PostgresError)?.message ?? "\(error)"
}
