/// What came in, as far as it has to be remembered to tell the new from the old.
struct Intake: Sendable, Hashable {
  /// The last pieces of evidence, as they were handed in.
  private var recent: [Evidence] = []
  private var newest: [Tier: Instant] = [:]
  private var digests: [Tier: UInt64] = [:]
  private(set) var refused: [Why.Considered] = []
  /// When something was seen that was not seen before.
  private(set) var lastNews: Instant?

  private static let remembered = 16

  func refusal(of evidence: Evidence) -> Why.Reason? {
    if recent.contains(evidence) { return .duplicate }
    if let last = newest[evidence.tier], evidence.at < last { return .outOfOrder }
    return nil
  }

  mutating func note(_ evidence: Evidence, at moment: Instant, now: Instant) {
    recent = recent.suffix(Intake.remembered - 1) + [evidence]
    newest[evidence.tier] = moment
    if !evidence.tier.isSampled || digests[evidence.tier] != evidence.digest { lastNews = now }
    digests[evidence.tier] = evidence.digest
  }

  mutating func refuse(_ evidence: Evidence, _ reason: Why.Reason) {
    recent = recent.suffix(Intake.remembered - 1) + [evidence]
    refused = refused.suffix(Intake.remembered - 1) + [Why.Considered(evidence, reason)]
  }
}

extension Judge {
  /// Puts evidence where it belongs; nil where it does not count.
  mutating func take(_ given: Evidence) -> Evidence? {
    if let reason = intake.refusal(of: given) ?? turns.refusal(of: given) {
      // Most duplicates are a second look at one moment: nothing to tell anybody.
      if reason != .duplicate { intake.refuse(given, reason) }
      return nil
    }
    var evidence = given
    evidence.at = min(given.at, clock)
    intake.note(given, at: evidence.at, now: clock)
    turns.note(evidence)
    background = evidence.backgroundTasks.map { max(0, $0) } ?? background
    if evidence.opensTurn { assertion = nil }
    place(evidence)
    if evidence.tier == .title || evidence.tier == .screen, evidence.claim?.needsHuman == true {
      hooks.confirm(at: evidence.at)
    }
    return evidence
  }

  private mutating func place(_ evidence: Evidence) {
    if evidence.claim == .done, evidence.tier != .kernel {
      if assertion == nil { assertion = Assertion(evidence: evidence) }
      guard evidence.tier.isSampled else { return }
    }
    switch evidence.tier {
    case .hook: hooks.take(evidence)
    case .kernel:
      // An end, or a new beginning: what was said of the process before is about another one.
      if evidence.claim != nil || slots[.kernel]?.claim != nil { forget() }
      slots[.kernel] = evidence
    case .registry, .title, .screen, .transcript, .activity:
      if evidence.claim != nil || evidence.tier.isSampled { slots[evidence.tier] = evidence }
    }
  }

  private mutating func forget() {
    slots = [:]
    hooks = HookMemory()
    (overruled, contest, background) = (nil, nil, 0)
  }
}
