import TestSupport
import Testing

@testable import Monitor

/// A day of an agent, the same for the same seed.
private struct Story {
  var agent: AgentID
  var random: SplitMix
  var seconds = 0.0

  init(seed: Int) throws {
    agent = try #require(AgentID("B"))
    random = SplitMix(seed: UInt64(seed))
  }

  var now: Instant { Instant(microseconds: Int64((seconds * 1e6).rounded())) }

  mutating func next() -> Evidence {
    seconds += Double.random(in: 0...1.5, using: &random)
    let tier = Tier.allCases.randomElement(using: &random) ?? .screen
    // Death by the kernel is final enough to end the story early.
    let claims: [Status?] =
      tier == .kernel
      ? [nil, nil, nil, .dead] : Status.allCases.map { $0 } + [nil, .running, .idle]
    var evidence = Evidence(
      agent, tier, RuleID(known: "story/\(tier.name)"),
      claims: claims.randomElement(using: &random) ?? nil, kind: .codex, at: now,
      detail: Bool.random(using: &random) ? "x" : nil,
      backgroundTasks: tier == .hook ? Int.random(in: 0...1, using: &random) : nil,
      turn: tier == .hook ? ["a", "b", "c", nil].randomElement(using: &random) ?? nil : nil,
      subagent: tier == .hook && Int.random(in: 0..<4, using: &random) == 0 ? "s" : nil,
      confirmWithin: tier == .hook && Bool.random(using: &random) ? .seconds(2) : nil,
      digest: UInt64.random(in: 0..<4, using: &random))
    evidence.opensTurn = evidence.turn != nil && Bool.random(using: &random)
    return evidence
  }
}

@Test("whatever comes, changes form a chain in time, each with evidence or after silence")
func chains() throws {
  for seed in 0..<300 {
    var story = try Story(seed: seed)
    var judge = Judge(story.agent, now: story.now)
    var (last, lastTransition): (Status, Transition?) = (.unknown, nil)
    for _ in 0..<200 {
      let evidence = story.next()
      // A clock that jumps back for one call.
      let jump = Int.random(in: 0..<10, using: &story.random) == 0 ? -50_000_000 : 0
      let told = Instant(microseconds: story.now.microseconds + Int64(jump))
      for transition in [judge.feed(evidence, now: told), judge.tick(now: story.now)] {
        guard let transition else { continue }
        #expect(transition.from == last, "seed \(seed)")
        #expect(transition.since <= transition.at, "seed \(seed)")
        if let before = lastTransition {
          #expect(before.at <= transition.at && before.since <= transition.since, "seed \(seed)")
        }
        if let claim = transition.evidence?.claim {
          let isUnconfirmed = claim.needsHuman && transition.to == .running
          let isSign = claim == .done && transition.to == .idle
          #expect(claim == transition.to || isUnconfirmed || isSign, "seed \(seed)")
        } else {
          #expect(transition.to == .unknown, "seed \(seed)")
        }
        (last, lastTransition) = (transition.to, transition)
      }
      #expect(judge.standing.status == last, "seed \(seed)")
    }
  }
}

@Test("without evidence nothing changes, however much time passes")
func silence() throws {
  let story = try Story(seed: 0)
  var judge = Judge(story.agent, now: story.now)
  for second in 0..<2000 {
    #expect(judge.tick(now: Instant(microseconds: Int64(second) * 1_000_000)) == nil)
  }
}

@Test("hearing things twice, in any order of the copies, changes nothing")
func duplicates() throws {
  for seed in 0..<200 {
    var story = try Story(seed: seed)
    var once = Judge(story.agent, now: story.now)
    var often = once
    var (a, b): ([Transition], [Transition]) = ([], [])
    var heard: [Evidence] = []
    for _ in 0..<120 {
      let evidence = story.next()
      heard.append(evidence)
      if let transition = once.feed(evidence, now: story.now) { a.append(transition) }
      if let transition = often.feed(evidence, now: story.now) { b.append(transition) }
      for copy in heard.suffix(8).shuffled(using: &story.random) {
        if let transition = often.feed(copy, now: story.now) { b.append(transition) }
      }
    }
    #expect(a == b, "seed \(seed)")
  }
}

@Test("one sample that says otherwise never ends a turn, and with N of 1 it does")
func singleSamples() throws {
  for seed in 0..<100 {
    var story = try Story(seed: seed)
    var (calm, eager) = (
      Judge(story.agent, now: story.now),
      Judge(story.agent, stability: .immediate, now: story.now)
    )
    var (calmCount, eagerCount, flickers) = (0, 0, 0)
    var wasIdle = true
    for number in 0..<200 {
      story.seconds += Double.random(in: 0.1...1.2, using: &story.random)
      let isIdle = !wasIdle && Int.random(in: 0..<4, using: &story.random) == 0
      if isIdle { flickers += 1 }
      wasIdle = isIdle || number == 0
      let evidence = Evidence(
        story.agent, .screen, RuleID(known: "story/screen"), claims: isIdle ? .idle : .running,
        kind: .claude, at: story.now)
      if calm.feed(evidence, now: story.now) != nil { calmCount += 1 }
      if eager.feed(evidence, now: story.now) != nil { eagerCount += 1 }
    }
    #expect(calmCount == 1 && eagerCount >= 2 * flickers && flickers > 0, "seed \(seed)")
  }
}
