/// Says what one agent is doing from what sources say of it, and when that changes.
///
/// A value without a clock: the same evidence at the same moments gives the same transitions. The rules, in
/// docs/monitor.md: the most trusted tier that still counts decides; a change is believed after its window
/// of `Stability`; title and screen overrule an older hook when they keep disagreeing; without evidence a
/// status stands for a while and then becomes `unknown`, never `dead`.
package struct Judge: Sendable {
  /// Whom it judges.
  package let agent: AgentID
  /// How long a change has to be seen.
  package let stability: Stability
  /// What is believed now.
  package private(set) var standing: Standing
  /// How many agents or commands run besides, by the last report.
  package var backgroundTasks: Int { background }

  /// What is believed apart from assertions.
  var base: Standing
  /// When the base became what it is.
  var decided: Instant
  /// The evidence that made the base what it is.
  var basis: Evidence?
  /// What each tier but the hooks last said.
  var slots: [Tier: Evidence] = [:]
  var hooks = HookMemory()
  /// Hooks up to this moment no longer count: title or screen kept disagreeing.
  var overruled: Instant?
  var turns = Turns()
  var assertion: Assertion?
  var candidate: Candidate?
  /// What title or screen say against the hooks.
  var contest: Candidate?
  var background = 0
  /// Since when nothing counts any more.
  var silence: Instant?
  var intake = Intake()
  var clock: Instant

  /// A question whose answer is to run what asserts is gone by then.
  private static let patience = Duration.seconds(5)

  /// That the lane is finished, until the agent is given something new.
  struct Assertion: Sendable, Hashable {
    var evidence: Evidence
    /// Whether the agent came to rest since: work after that is a new task.
    var isSettled = false
  }

  /// Begins without any belief.
  package init(_ agent: AgentID, stability: Stability = .standard, now: Instant) {
    self.agent = agent
    self.stability = stability
    standing = Standing(status: .unknown, since: now)
    base = standing
    decided = now
    clock = now
  }

  /// Begins with what was believed before a restart, and the evidence that had decided: it stands until
  /// newer evidence or the grace says otherwise, so that a restart changes nothing.
  ///
  /// - Parameter backgroundTasks: how many agents or commands ran besides.
  package init(
    _ agent: AgentID, stability: Stability = .standard, resuming standing: Standing,
    by evidence: Evidence?, backgroundTasks: Int, now: Instant
  ) {
    self.init(agent, stability: stability, now: now)
    self.standing = standing
    base = standing
    if let evidence {
      _ = take(evidence)
      basis = evidence
      if assertion != nil { base.status = .unknown }
    }
    background = backgroundTasks
    // It was laid over the base, where the evidence does not say so itself, and ends with the work.
    if base.substate == .idleWithBackground, evidence?.substate != .idleWithBackground {
      base.substate = nil
    }
    silence = now
  }

  /// Takes one piece of evidence in; returns the change that follows from it, if one does. A moment
  /// before the last one counts as the last one.
  package mutating func feed(_ evidence: Evidence, now: Instant) -> Transition? {
    precondition(evidence.agent == agent, "evidence of another agent")
    clock = max(clock, now)
    return judge(sample: take(evidence))
  }

  /// Lets time pass: evidence gets old, a window fills.
  package mutating func tick(now: Instant) -> Transition? {
    clock = max(clock, now)
    return judge(sample: nil)
  }

  /// Whether it runs and has shown nothing new for long: a flag for humans, never a transition.
  package func isStalled(now: Instant) -> Bool {
    guard standing.status == .running else { return false }
    return max(intake.lastNews ?? standing.since, standing.since).duration(to: now)
      >= stability.stall
  }

  private mutating func judge(sample: Evidence?) -> Transition? {
    if let sample { weighHooks(against: sample) }
    if let winner = verdict() {
      silence = nil
      move(towards: winner, sample: sample)
    } else {
      candidate = nil
      fallSilent()
    }
    return show()
  }

  private mutating func move(towards winner: Verdict, sample: Evidence?) {
    let isSame = winner.status == base.status
    if isSame, !isNews(winner) {
      candidate = nil
      base.detail = winner.detail ?? base.detail
      basis = winner.evidence
      return
    }
    if var seen = candidate, seen.status == winner.status,
      !isSame || (seen.substate, seen.detail) == (winner.substate, winner.detail)
    {
      if let sample, sample.claim != nil, sample.tier == winner.evidence.tier { seen.samples += 1 }
      (seen.substate, seen.detail) = (winner.substate, winner.detail)
      candidate = seen
    } else {
      candidate = Candidate(
        status: winner.status, substate: winner.substate, detail: winner.detail, samples: 1,
        // Evidence older than the last decision only comes back because something else is gone: now.
        since: winner.evidence.at >= decided ? winner.evidence.at : clock)
    }
    let window = stability.window(
      from: base.status, into: winner.status, by: winner.evidence.tier)
    guard let seen = candidate, seen.fills(window, at: clock) else { return }
    base = Standing(
      status: seen.status, substate: seen.substate, detail: seen.detail, since: seen.since)
    basis = winner.evidence
    decided = clock
    candidate = nil
    // What moved before does not begin anew because the news of the end is old.
    if base.status == .dead { slots[.activity] = nil }
  }

  /// Of the same status: whether it is about something else.
  private func isNews(_ winner: Verdict) -> Bool {
    if let substate = winner.substate, substate != base.substate { return true }
    guard winner.status.needsHuman, let detail = winner.detail else { return false }
    return detail != base.detail
  }

  private mutating func fallSilent() {
    let since = silence ?? max(base.since, min(clock, lastSupport() ?? clock))
    silence = since
    // Nothing has to be said again of an agent that has ended.
    guard ![.unknown, .dead, .done].contains(base.status),
      since.duration(to: clock) >= stability.grace
    else { return }
    base = Standing(status: .unknown, since: since.advanced(by: stability.grace))
    basis = nil
    decided = clock
  }

  /// Compares what is shown with what was.
  private mutating func show() -> Transition? {
    let (new, evidence) = shown()
    defer { standing = new }
    let isAsked = new.status.needsHuman && new.detail != standing.detail
    guard new.status != standing.status || new.substate != standing.substate || isAsked else {
      return nil
    }
    return Transition(
      from: standing.status, to: new.status, substate: new.substate, detail: new.detail,
      since: new.since, at: clock, evidence: evidence)
  }

  /// The base with assertions and background work laid over it.
  private mutating func shown() -> (Standing, Evidence?) {
    switch base.status {
    case .idle: assertion?.isSettled = true
    case .running, .starting: if assertion?.isSettled == true { assertion = nil }
    case .waitingApproval, .waitingInput, .error, .dead, .done:
      // Not by a question from before: it may have been whether to run what asserts. One that is still seen a while
      // later is another one, or was never answered.
      if let at = assertion?.evidence.at,
        base.since > at || at.duration(to: basis?.at ?? at) > Judge.patience
      {
        assertion = nil
      }
    case .unknown: break
    }
    if let evidence = assertion?.evidence {
      let since = max(evidence.at, standing.since)
      return (Standing(status: .done, detail: evidence.detail, since: since), evidence)
    }
    var new = base
    new.since = max(base.since, standing.since)
    if base.status == .idle, background > 0 {
      new.substate = base.substate ?? .idleWithBackground
    }
    return (new, basis)
  }
}
