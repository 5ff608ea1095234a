internal import GateModel

/// An agent that is watched, and what is believed of it.
struct Watched: Sendable {
  var agent: SightedAgent
  var judge: Judge
  /// Of its last change.
  var number: Int
  /// As they were last written.
  var flags = AgentFlags()

  init(_ agent: SightedAgent, _ stability: Stability, now: Instant) {
    self.agent = agent
    judge = Judge(agent.id, stability: stability, now: now)
    number = 0
  }

  /// Goes on where it was before a restart.
  init(_ stored: StoredAgent, _ stability: Stability, now: Instant) {
    self.init(stored.agent, stability, now: now)
    guard let last = stored.last else { return }
    judge = Judge(
      agent.id, stability: stability, resuming: last.standing, by: last.evidence,
      backgroundTasks: last.backgroundTasks, now: now)
    number = last.number
    flags = AgentFlags(isStalled: last.isStalled, backgroundTasks: last.backgroundTasks)
  }

  /// Takes what another source says of it where that knows better where it is, and its program where nobody knew it;
  /// false where nothing changed.
  mutating func move(to other: SightedAgent) -> Bool {
    let before = agent
    let kind = other.kind == .other ? agent.kind : other.kind
    if rank(other.source) <= rank(agent.source) {
      agent = other
      agent.kind = kind
    } else if agent.kind == .other {
      agent.kind = kind
    }
    return agent != before
  }

  /// Numbers a change.
  mutating func change(_ transition: Transition, _ rulesVersion: String) -> StatusChange {
    number += 1
    flags = AgentFlags(backgroundTasks: judge.backgroundTasks)
    return StatusChange(
      agent: agent.id, lane: agent.lane, number: number, transition: transition,
      backgroundTasks: judge.backgroundTasks, rulesVersion: rulesVersion)
  }
}

/// A terminal can be gone to; a hook only tells who called it.
private func rank(_ source: String) -> Int {
  ["tmux", "iterm2", "registry", "process", "transcript"].firstIndex(of: source) ?? 5
}
