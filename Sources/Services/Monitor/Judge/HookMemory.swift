/// What an agent's program last reported: about itself, and what agents within it ask for.
struct HookMemory: Sendable, Hashable {
  private(set) var main: Evidence?
  /// By the agent within; only what needs a human.
  private(set) var asks: [String: Evidence] = [:]

  private static let reminder = RuleID(known: "claude/notification")

  /// The questions of agents within first, the oldest of them before: they block, whatever else goes on.
  var all: [Evidence] {
    asks.values.sorted { ($0.at, $0.subagent ?? "") < ($1.at, $1.subagent ?? "") }
      + (main.map { [$0] } ?? [])
  }

  var newest: Instant? { all.map(\.at).max() }

  /// Work of an agent within says nothing about the agent itself: it only ends that one's question, and
  /// keeps alive that a turn is in progress.
  mutating func take(_ evidence: Evidence) {
    guard let claim = evidence.claim else {
      if let subagent = evidence.subagent { asks[subagent] = nil }
      return
    }
    guard let subagent = evidence.subagent else {
      // A turn that failed ends at the prompt; being reminded of that a minute later is no recovery.
      if claim == .idle, evidence.rule == HookMemory.reminder, main?.claim == .error { return }
      main = evidence
      if claim == .unknown || (claim == .idle && evidence.backgroundTasks ?? 0 == 0) { asks = [:] }
      return
    }
    asks[subagent] = claim.needsHuman ? evidence : nil
    if let at = main?.at, main?.claim == .running { main?.at = max(at, evidence.at) }
  }

  /// A look at title or screen agrees that a human is asked.
  mutating func confirm(at: Instant) {
    func isConfirmed(_ evidence: Evidence) -> Bool {
      guard let limit = evidence.confirmWithin else { return false }
      return at >= evidence.at && evidence.at.duration(to: at) <= limit
    }
    if let main, isConfirmed(main) { self.main?.confirmWithin = nil }
    for (name, ask) in asks where isConfirmed(ask) { asks[name]?.confirmWithin = nil }
  }
}
