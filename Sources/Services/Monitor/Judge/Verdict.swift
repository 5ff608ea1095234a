/// What the evidence of this moment says, before it is believed.
struct Verdict: Sendable, Hashable {
  var status: Status
  var substate: Substate?
  var detail: String?
  var evidence: Evidence
}

extension Judge {
  /// All that is remembered, the most trusted first.
  var remembered: [Evidence] {
    Tier.allCases.flatMap { tier in
      tier == .hook ? hooks.all : slots[tier].map { [$0] } ?? []
    }
  }

  /// What a piece of evidence says at this moment, or why it says nothing.
  func say(_ evidence: Evidence) -> Result<Status, Why.Reason> {
    guard let claim = evidence.claim else { return .failure(.noOpinion) }
    if claim == .unknown { return .failure(.lost) }
    guard evidence.isFresh(at: clock) else { return .failure(.expired) }
    if evidence.tier == .hook, let overruled, evidence.at <= overruled {
      return .failure(.overruled)
    }
    // Codex asks its hooks also where it then answers by itself.
    if evidence.confirmWithin != nil, claim.needsHuman { return .success(.running) }
    // A sign of "done" on the screen is an assertion; as a sight it shows an agent at rest.
    return .success(claim == .done && evidence.tier != .kernel ? .idle : claim)
  }

  /// The most trusted claim. That something starts is only believed where nothing else is known.
  func verdict() -> Verdict? {
    var claims: [(status: Status, evidence: Evidence)] = []
    for evidence in remembered {
      if case .success(let status) = say(evidence) { claims.append((status, evidence)) }
    }
    guard let winner = claims.first(where: { $0.status != .starting }) ?? claims.first else {
      return nil
    }
    let agreeing = claims.filter { $0.status == winner.status }.map(\.evidence)
    return Verdict(
      status: winner.status, substate: agreeing.lazy.compactMap(\.substate).first,
      detail: agreeing.lazy.compactMap(\.detail).first, evidence: winner.evidence)
  }

  /// When the last of all evidence stopped to count.
  func lastSupport() -> Instant? {
    remembered.map { evidence in
      switch say(evidence) {
      case .failure(.expired): evidence.at.advanced(by: evidence.lifetime ?? .zero)
      case .failure(.overruled): overruled ?? evidence.at
      case .failure, .success: evidence.at
      }
    }.max()
  }

  /// Counts what title or screen say against an older hook, and lets them overrule it in the end: a turn
  /// that is stopped by Esc ends without a word.
  mutating func weighHooks(against sample: Evidence) {
    guard sample.tier == .title || sample.tier == .screen else { return }
    let heard = hooks.all.first { if case .success = say($0) { true } else { false } }
    guard let heard, case .success(let told) = say(heard), let newest = hooks.newest else {
      contest = nil
      return
    }
    var seen: [(tier: Tier, status: Status)] = []
    for tier in [Tier.title, .screen] {
      guard let evidence = slots[tier], evidence.at > newest,
        case .success(let status) = say(evidence)
      else { continue }
      seen.append((tier, status))
    }
    guard let first = seen.first, !seen.contains(where: { Judge.agree(told, $0.status) }) else {
      contest = nil
      return
    }
    // Where title and screen are looked at together, one look is one sample.
    guard sample.tier == first.tier else { return }
    if contest?.status == first.status {
      contest?.samples += 1
    } else {
      contest = Candidate(status: first.status, samples: 1, since: max(sample.at, decided))
    }
    guard let contested = contest, contested.fills(stability.overrule, at: clock) else { return }
    overruled = newest
    contest = nil
    // The looks that overruled the hook are looks at the new status too.
    var seenSoFar = contested
    if let winner = verdict(), winner.status == contested.status {
      (seenSoFar.substate, seenSoFar.detail) = (winner.substate, winner.detail)
    }
    seenSoFar.samples -= 1
    candidate = contested.status == base.status ? nil : seenSoFar
  }

  /// Whether a sight goes with what a hook said. A turn that failed ends at the prompt, and how a dialog
  /// looks does not tell a question from a permission.
  private static func agree(_ told: Status, _ seen: Status) -> Bool {
    told == seen || (told.needsHuman && seen.needsHuman) || (told == .error && seen == .idle)
  }
}
