internal import GateModel
internal import Synchronization

/// The processes that other sources know, for the one that looks at processes.
package final class KnownProcesses: Sendable {
  private let known = Mutex<[AgentID: KnownProcess]>([:])

  /// Knows none yet.
  package init() {}

  /// As the last report of each has them.
  package var all: [KnownProcess] { known.withLock { Array($0.values) } }

  /// Takes the processes of a report: what its source gives as `pid` and `start`.
  func note(_ agents: [SightedAgent]) {
    known.withLock { known in
      for agent in agents {
        guard let process = agent.locator["pid"].flatMap({ Int32($0) }) else { continue }
        known[agent.id] = KnownProcess(
          agent.id, agent.kind, process: process,
          start: agent.locator["start"].flatMap { UInt64($0) })
      }
    }
  }
}
