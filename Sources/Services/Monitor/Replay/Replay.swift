/// Judges what was recorded, as it would have been judged then.
package enum Replay {
  /// Time passes in steps of this between what was seen.
  private static let step = Duration.milliseconds(100)

  /// The changes that follow from a recording, in order.
  package static func transitions(
    of recording: Recording, rules: RulePack, stability: Stability = .standard
  ) -> [Transition] {
    let start = recording.moments.first?.at ?? Instant(microseconds: 0)
    var judge = Judge(recording.agent, stability: stability, now: start)
    var (transitions, now): ([Transition], Instant) = ([], start)
    for moment in recording.moments {
      // Long silence changes nothing any more: what can happen does within the longest lifetime.
      let quiet = min(moment.at, now.advanced(by: .seconds(300)))
      while now < quiet {
        now = min(now.advanced(by: step), quiet)
        if let transition = judge.tick(now: now) { transitions.append(transition) }
      }
      now = moment.at
      for evidence in evidence(of: moment, in: recording, rules: rules) {
        if let transition = judge.feed(evidence, now: now) { transitions.append(transition) }
      }
    }
    return transitions
  }

  /// What follows from a moment; nothing from a payload that cannot be read, as when it happened.
  static func evidence(
    of moment: Recording.Moment, in recording: Recording, rules: RulePack
  ) -> [Evidence] {
    let (agent, kind) = (recording.agent, recording.kind)
    switch moment.sight {
    case .title(let text):
      return rules.evidence(of: Sight(title: text, screen: nil), agent, kind, at: moment.at)
    case .screen(let text):
      return rules.evidence(
        of: Sight(title: nil, screen: Screen(text)), agent, kind, at: moment.at)
    case .hook(let dialect, let payload):
      // The receiver answers 204 whatever it gets; a payload that is none is only counted there.
      let report = try? HookReport(payload, from: dialect, agent: agent, kind: kind, at: moment.at)
      return report.map { [$0.evidence] } ?? []
    case .process(let fact): return [fact.evidence(agent, kind, at: moment.at)]
    case .lost(let tier): return [.lost(tier, of: agent, at: moment.at)]
    case .end: return []
    }
  }
}
