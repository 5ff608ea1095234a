import TestSupport
import Testing

@testable import Monitor

/// Seconds of the tests' own clock.
func at(_ seconds: Double) -> Instant {
  Instant(microseconds: Int64((seconds * 1e6).rounded()))
}

/// Feeds evidence to a judge and remembers what came of it.
struct Bench {
  let agent: AgentID
  var judge: Judge
  var transitions: [Transition] = []

  init(_ stability: Stability = .standard) throws {
    agent = try #require(AgentID("B"))
    judge = Judge(agent, stability: stability, now: at(0))
  }

  func evidence(
    _ tier: Tier, _ claim: Status?, _ seconds: Double, kind: AgentKind = .claude,
    substate: Substate? = nil, detail: String? = nil, tasks: Int? = nil, turn: String? = nil,
    opens: Bool = false, subagent: String? = nil, confirm: Duration? = nil, digest: UInt64 = 0
  ) -> Evidence {
    var evidence = Evidence(
      agent, tier, RuleID(known: "test/\(tier.name)"), claims: claim, kind: kind, at: at(seconds),
      substate: substate, detail: detail, backgroundTasks: tasks, turn: turn, subagent: subagent,
      confirmWithin: confirm, digest: digest)
    evidence.opensTurn = opens
    return evidence
  }

  @discardableResult
  mutating func feed(_ evidence: Evidence, now: Double? = nil) -> Status {
    let moment = now.map { at($0) } ?? evidence.at
    if let transition = judge.feed(evidence, now: moment) { transitions.append(transition) }
    return judge.standing.status
  }

  @discardableResult
  mutating func tick(_ seconds: Double) -> Status {
    if let transition = judge.tick(now: at(seconds)) { transitions.append(transition) }
    return judge.standing.status
  }

  /// One sample a time, in seconds.
  @discardableResult
  mutating func samples(_ tier: Tier, _ claim: Status?, _ times: [Double]) -> Status {
    for time in times { feed(evidence(tier, claim, time)) }
    return judge.standing.status
  }
}
