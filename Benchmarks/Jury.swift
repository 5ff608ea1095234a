import Glibc
import Monitor

/// Judges what a source reports, as the server would, without its database.
actor Jury {
  private var judges: [AgentID: Judge] = [:]
  private var asked: [String: ContinuousClock.Instant] = [:]
  private var answered: [String: Double] = [:]

  static var now: Instant {
    var time = timespec()
    unsafe clock_gettime(CLOCK_REALTIME, &time)
    return Instant(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000)
  }

  func take(_ report: SourceReport) -> Attention {
    let now = Jury.now
    for evidence in report.evidence {
      let known = judges.removeValue(forKey: evidence.agent)
      var judge = known ?? Judge(evidence.agent, now: evidence.at)
      note(judge.feed(evidence, now: now), evidence.agent)
      judges[evidence.agent] = judge
    }
    for id in judges.keys { note(judges[id]?.tick(now: now), id) }
    return Attention(pending: Set(judges.lazy.filter { $0.value.isPending }.map(\.key)))
  }

  private func note(_ transition: Transition?, _ id: AgentID) {
    guard transition?.to == .waitingApproval, let start = asked[id.description] else { return }
    answered[id.description] = (ContinuousClock.now - start) / .milliseconds(1)
  }

  /// From now on it is waited for an agent to be known to wait.
  func ask(_ name: String) { (asked[name], answered[name]) = (.now, nil) }

  /// How long that took, in milliseconds.
  func answers(_ names: [String]) -> [Double] { names.compactMap { answered[$0] } }

  func wait(until status: Status, _ names: [String]) async throws {
    for _ in 0..<1000 {
      let found = judges.filter {
        names.contains($0.key.description) && $0.value.standing.status == status
      }
      if found.count == names.count { return }
      try await Task.sleep(for: .milliseconds(20))
    }
    throw BenchFailure("the agents do not become `\(status.rawValue)`")
  }
}
