import Foundation
import GateModel
import Synchronization
import Testing

@testable import Monitor

/// The clock of this machine.
@Sendable func machineTime() -> Instant {
  Instant(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000))
}

/// Takes what a source reports and judges it at once, as the server does.
actor Witness {
  private(set) var reports: [SourceReport] = []
  private(set) var agents: [AgentID: SightedAgent] = [:]
  private(set) var transitions: [AgentID: [Transition]] = [:]
  private var judges: [AgentID: Judge] = [:]

  func take(_ report: SourceReport) -> Attention {
    reports.append(report)
    for agent in report.agents { agents[agent.id] = agent }
    for evidence in report.evidence {
      let now = machineTime()
      var judge = judges[evidence.agent] ?? Judge(evidence.agent, now: now)
      note(judge.feed(evidence, now: now), evidence.agent)
      judges[evidence.agent] = judge
    }
    return Attention(pending: Set(judges.filter { $0.value.candidate != nil }.keys))
  }

  func status(of agent: AgentID) -> Status? {
    guard var judge = judges[agent] else { return nil }
    note(judge.tick(now: machineTime()), agent)
    judges[agent] = judge
    return judge.standing.status
  }

  func standing(of agent: AgentID) -> Standing? { judges[agent]?.standing }
  func backgroundTasks(of agent: AgentID) -> Int? { judges[agent]?.backgroundTasks }
  func rules(of agent: AgentID) -> [String] {
    reports.flatMap(\.evidence).filter { $0.agent == agent }.map(\.rule.description)
  }

  private func note(_ transition: Transition?, _ agent: AgentID) {
    if let transition { transitions[agent, default: []].append(transition) }
  }

  /// Waits until an agent is in a state.
  func expect(
    _ agent: AgentID, _ status: Status?, within seconds: Double = 15,
    _ location: SourceLocation = #_sourceLocation
  ) async throws {
    let end = Date().addingTimeInterval(seconds)
    while self.status(of: agent) != status, Date() < end {
      try await Task.sleep(for: .milliseconds(20))
    }
    let last = reports.suffix(3).map { "\($0)" }.joined(separator: "\n")
    #expect(self.status(of: agent) == status, "\(last)", sourceLocation: location)
  }
}

/// Runs a source beside a test, and ends it with the test.
func watching(
  _ source: some EvidenceSource, _ body: (Witness) async throws -> Void
) async throws {
  let watcher = Witness()
  let task = Task { try await source.watch { await watcher.take($0) } }
  defer { task.cancel() }
  try await body(watcher)
  task.cancel()
  await #expect(throws: CancellationError.self) { try await task.value }
}

extension AgentID {
  /// An agent whose name is a literal of a test.
  static func named(_ name: String) throws -> AgentID { try #require(AgentID(name)) }
}

/// Processes that a test changes while a source looks.
final class Known: Sendable {
  private let processes: Mutex<[KnownProcess]>

  init(_ processes: [KnownProcess]) { self.processes = Mutex(processes) }

  var all: [KnownProcess] { processes.withLock { $0 } }
  func set(_ new: [KnownProcess]) { processes.withLock { $0 = new } }
}
