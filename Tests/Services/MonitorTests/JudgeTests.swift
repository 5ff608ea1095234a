import TestSupport
import Testing

@testable import Monitor

private func at(_ seconds: Double) -> Instant {
  Instant(microseconds: Int64((seconds * 1e6).rounded()))
}

/// Feeds evidence to a judge and remembers what came of it.
private struct Bench {
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

@Test("of two tiers the more trusted one decides, whichever was heard last")
func tiers() throws {
  for (index, low) in Tier.allCases.enumerated() {
    for high in Tier.allCases.dropFirst(index + 1) {
      for isLowFirst in [true, false] {
        var bench = try Bench(.immediate)
        let first = isLowFirst ? (low, Status.running) : (high, Status.waitingInput)
        let second = isLowFirst ? (high, Status.waitingInput) : (low, Status.running)
        bench.feed(bench.evidence(first.0, first.1, 1))
        bench.feed(bench.evidence(second.0, second.1, 1))
        #expect(bench.judge.standing.status == .running, "\(low) \(high) \(isLowFirst)")
      }
    }
  }
}

@Test("evidence counts for its lifetime, and then the next tier does")
func lifetimes() throws {
  // Tier, kind, claim, the last second at which it still counts.
  let cases: [(Tier, AgentKind, Status, Double?)] = [
    (.registry, .claude, .running, 4.9), (.title, .claude, .running, 4.9),
    (.screen, .claude, .running, 4.9), (.hook, .claude, .running, 119.9),
    (.hook, .codex, .running, 19.9), (.hook, .codex, .waitingInput, nil),
    (.hook, .claude, .idle, nil), (.hook, .claude, .starting, 119.9),
    (.transcript, .claude, .running, 59.9), (.activity, .claude, .running, 9.9),
    (.kernel, .claude, .dead, nil),
  ]
  for (tier, kind, claim, last) in cases {
    let bench = try Bench()
    let evidence = bench.evidence(tier, claim, 0, kind: kind)
    #expect(evidence.isFresh(at: at(last ?? 100_000)), "\(tier) \(claim)")
    if let last { #expect(!evidence.isFresh(at: at(last + 0.1)), "\(tier) \(claim)") }
  }
  var bench = try Bench(.immediate)
  bench.feed(bench.evidence(.title, .running, 0))
  bench.feed(bench.evidence(.screen, .waitingInput, 3))
  #expect(bench.tick(4.9) == .running)
  #expect(bench.tick(5) == .waitingInput)
}

@Test("each edge takes its number of samples and its time")
func windows() throws {
  // From, into, tier, times of samples, the index at which it is believed.
  let cases: [(Status, Status, Tier, [Double], Int?)] = [
    (.running, .idle, .screen, [1, 2, 3], 2), (.running, .idle, .screen, [1, 1.2, 1.4, 2.4], nil),
    (.running, .idle, .screen, [1, 1.2, 1.4, 2.5], 3), (.running, .idle, .screen, [1, 3], nil),
    (.running, .idle, .title, [1, 2, 3], 2), (.running, .idle, .hook, [1], 0),
    (.running, .idle, .registry, [1], 0), (.idle, .running, .screen, [1], 0),
    (.running, .waitingApproval, .screen, [1, 1.4], 1),
    (.running, .waitingInput, .screen, [1, 1.39], nil),
    (.running, .waitingApproval, .screen, [1], nil), (.running, .waitingInput, .title, [1], 0),
    (.running, .waitingInput, .registry, [1], 0), (.running, .error, .screen, [1, 2], 1),
    (.running, .error, .screen, [1, 1.9], nil), (.running, .error, .hook, [1], 0),
    (.running, .dead, .kernel, [1], 0), (.running, .dead, .registry, [1, 2, 4], 2),
    (.running, .dead, .registry, [1, 2, 3.9], nil), (.running, .done, .screen, [1], 0),
    (.waitingApproval, .idle, .screen, [1, 2, 3], 2), (.error, .idle, .screen, [1, 2, 3], 2),
  ]
  for (from, into, tier, times, index) in cases {
    var bench = try Bench()
    // Stands on the least trusted tier, so that anything may contradict it.
    bench.judge.base = Standing(status: from, since: at(0))
    bench.feed(bench.evidence(.activity, from, 0.5))
    let believed = times.firstIndex { bench.feed(bench.evidence(tier, into, $0)) == into }
    #expect(believed == index, "\(from) -> \(into) by \(tier) at \(times)")
    if believed != nil {
      #expect(bench.transitions.last?.since == at(times[0]), "\(from) -> \(into)")
    }
  }
}

@Test("time alone fills a window whose samples are there")
func windowByTick() throws {
  var bench = try Bench()
  bench.feed(bench.evidence(.screen, .running, 0))
  #expect(bench.samples(.screen, .idle, [1, 1.2, 1.4]) == .running)
  #expect(bench.tick(2.4) == .running)
  #expect(bench.tick(2.5) == .idle)
}

@Test("a sample that says otherwise begins a window anew")
func contradictions() throws {
  for other in [Status.running, .waitingInput, nil] {
    var bench = try Bench()
    bench.feed(bench.evidence(.screen, .running, 0))
    bench.samples(.screen, .idle, [1, 2])
    bench.feed(bench.evidence(.screen, other, 2.5))
    #expect(bench.samples(.screen, .idle, [3, 4]) == .running, "\(other.debugDescription)")
    #expect(bench.samples(.screen, .idle, [5]) == .idle, "\(other.debugDescription)")
  }
}

@Test("title or screen overrule an older hook when they keep disagreeing, and not before")
func overruling() throws {
  var bench = try Bench()
  bench.feed(bench.evidence(.hook, .running, 0))
  #expect(bench.samples(.screen, .idle, [1, 2]) == .running)
  #expect(bench.samples(.screen, .idle, [3]) == .idle)
  #expect(bench.transitions.last?.since == at(1))
  #expect(bench.judge.why().considered.contains { $0.reason == .overruled })
  // A newer hook counts again.
  #expect(bench.feed(bench.evidence(.hook, .waitingApproval, 3.5)) == .waitingApproval)
  // One that goes with the hook in between begins anew.
  bench.samples(.screen, .running, [4, 5])
  bench.samples(.screen, .waitingInput, [5.5])
  #expect(bench.samples(.screen, .running, [6, 7]) == .waitingApproval)
  #expect(bench.samples(.screen, .running, [8]) == .running)
}

@Test("a title that agrees shields the hook from the screen")
func shields() throws {
  var bench = try Bench()
  bench.feed(bench.evidence(.hook, .running, 0))
  for time in 1...6 {
    bench.feed(bench.evidence(.title, .running, Double(time)))
    bench.feed(bench.evidence(.screen, .idle, Double(time)))
  }
  #expect(bench.judge.standing.status == .running)
  // So does a screen that agrees, from the title.
  var asked = try Bench()
  asked.feed(asked.evidence(.hook, .waitingApproval, 0))
  for time in 1...6 {
    asked.feed(asked.evidence(.title, .running, Double(time)))
    asked.feed(asked.evidence(.screen, .waitingInput, Double(time)))
  }
  #expect(asked.judge.standing.status == .waitingApproval)
  // Without it, and with both looked at together, three looks do.
  for time in 7...9 {
    bench.feed(bench.evidence(.title, .waitingInput, Double(time)))
    #expect(bench.judge.standing.status == (time < 9 ? .running : .waitingInput), "\(time)")
    bench.feed(bench.evidence(.screen, .waitingInput, Double(time)))
  }
}

@Test("the number of looks counts apart from their time, for windows and for overruling")
func numbers() throws {
  // One look fewer than it takes, and then only time.
  let cases: [(Status, Tier, [Double])] = [
    (.error, .screen, [1]), (.waitingInput, .screen, [1]), (.idle, .screen, [1, 1.1]),
    (.dead, .registry, [1, 1.1]),
  ]
  for (into, tier, times) in cases {
    var bench = try Bench()
    bench.feed(bench.evidence(.activity, .running, 0.9))
    bench.samples(tier, into, times)
    #expect(bench.tick(5.5) == .running, "\(into) by \(tier)")
  }
  var bench = try Bench()
  bench.feed(bench.evidence(.hook, .idle, 0))
  #expect(bench.samples(.screen, .running, [1, 2.6]) == .idle)
  #expect(bench.samples(.screen, .running, [2.7]) == .running)
  // Title and screen looked at together are one look.
  var both = try Bench()
  both.feed(both.evidence(.hook, .idle, 0))
  for time in [1, 2.6, 2.7] {
    #expect(both.judge.standing.status == .idle, "\(time)")
    both.feed(both.evidence(.title, .running, time))
    both.feed(both.evidence(.screen, .running, time))
  }
  #expect(both.judge.standing.status == .running)
  // What overruled counts towards the window once.
  var table = Stability.standard
  table.overrule = Stability.Window(1, .zero)
  var custom = try Bench(table)
  custom.feed(custom.evidence(.hook, .running, 0))
  #expect(custom.samples(.screen, .idle, [1, 2.6]) == .running)
  #expect(custom.samples(.screen, .idle, [2.7]) == .idle)
}

@Test("two reports of one moment count in the order in which they came")
func sameMoment() throws {
  var bench = try Bench()
  bench.feed(bench.evidence(.hook, .running, 1))
  #expect(bench.feed(bench.evidence(.hook, .waitingApproval, 1)) == .waitingApproval)
}

@Test("a failed turn rests at the prompt and stays failed; a sight before the hook says nothing")
func errorsStay() throws {
  var bench = try Bench()
  bench.feed(bench.evidence(.hook, .error, 5, substate: .auth))
  #expect(bench.samples(.screen, .idle, [6, 7, 8, 9, 10]) == .error)
  var other = try Bench()
  other.feed(other.evidence(.screen, .idle, 1))
  other.feed(other.evidence(.hook, .running, 2))
  for time in [2.0, 3, 4, 4.5] { other.tick(time) }
  #expect(other.judge.standing.status == .running)
}

@Test("what Codex asks its hooks is believed when title or screen agree in time")
func agreement() throws {
  // When the title agrees, whether that is in time.
  for (time, isBelieved) in [(nil, false), (0.5, false), (1.0, true), (3, true), (3.1, false)]
    as [(Double?, Bool)]
  {
    var bench = try Bench()
    bench.feed(bench.evidence(.hook, .running, 0, kind: .codex))
    if time == 0.5 { bench.feed(bench.evidence(.title, .waitingApproval, 0.5)) }
    bench.feed(
      bench.evidence(
        .hook, .waitingApproval, 1, kind: .codex, detail: "Bash: ls", confirm: .seconds(2)))
    #expect(bench.judge.standing.status == .running)
    if time == 0.5 { bench.feed(bench.evidence(.screen, .waitingApproval, 0.9), now: 1.2) }
    if let time, time >= 1 { bench.feed(bench.evidence(.title, .waitingApproval, time)) }
    #expect((bench.judge.standing.status == .waitingApproval) == isBelieved, "\(time ?? 0)")
    #expect(bench.judge.standing.detail == "Bash: ls")
  }
}

@Test("reports of an older turn come too late")
func turns() throws {
  var bench = try Bench()
  bench.feed(bench.evidence(.hook, .running, 1, turn: "a", opens: true))
  bench.feed(bench.evidence(.hook, .running, 2, turn: "b", opens: true))
  #expect(bench.feed(bench.evidence(.hook, .idle, 3, turn: "a")) == .running)
  #expect(bench.feed(bench.evidence(.hook, .idle, 4, turn: "c")) == .running)
  #expect(bench.feed(bench.evidence(.hook, .idle, 5, turn: "b")) == .idle)
  #expect(bench.feed(bench.evidence(.hook, .running, 6, turn: "b")) == .idle)
  #expect(bench.feed(bench.evidence(.hook, .running, 4.5)) == .idle)
  #expect(
    bench.judge.why().refused.map(\.reason) == [.turnEnded, .olderTurn, .turnEnded, .outOfOrder])
  #expect(bench.feed(bench.evidence(.hook, .running, 7, turn: "d", opens: true)) == .running)
  // A monitor that begins in the middle believes the first end it hears of.
  var late = try Bench()
  #expect(late.feed(late.evidence(.hook, .idle, 1, turn: "z")) == .idle)
}

@Test("agents within ask for themselves, and their work says nothing about the agent")
func subagents() throws {
  var bench = try Bench()
  bench.feed(bench.evidence(.hook, .idle, 1, tasks: 2))
  #expect(bench.judge.standing.substate == .idleWithBackground)
  #expect(bench.feed(bench.evidence(.hook, .running, 2, subagent: "x")) == .idle)
  #expect(
    bench.feed(bench.evidence(.hook, .waitingApproval, 3, subagent: "x")) == .waitingApproval)
  #expect(bench.feed(bench.evidence(.hook, .running, 4, subagent: "y")) == .waitingApproval)
  #expect(bench.feed(bench.evidence(.hook, .running, 5, subagent: "x")) == .idle)
  #expect(bench.feed(bench.evidence(.hook, nil, 6, tasks: 0, subagent: "x")) == .idle)
  #expect(bench.judge.standing.substate == nil && bench.judge.backgroundTasks == 0)
  // Their work keeps a turn alive whose own reports are old.
  var busy = try Bench()
  busy.feed(busy.evidence(.hook, .running, 0))
  for time in stride(from: 100.0, through: 500, by: 100) {
    busy.feed(busy.evidence(.hook, .running, time, subagent: "x"))
  }
  #expect(busy.tick(610) == .running)
}

@Test("a source that is lost is no death: the status stands for the grace, then nothing is known")
func grace() throws {
  var bench = try Bench()
  bench.feed(bench.evidence(.screen, .running, 0))
  bench.feed(.lost(.screen, of: bench.agent, at: at(1)))
  #expect(bench.tick(10.9) == .running)
  #expect(bench.tick(11) == .unknown)
  #expect(bench.transitions.last?.evidence == nil && bench.transitions.last?.since == at(11))
  #expect(bench.feed(bench.evidence(.screen, .running, 12)) == .running)
  // Silence without a word: the last sample counts for its lifetime first.
  #expect(bench.tick(26.9) == .running)
  #expect(bench.tick(27) == .unknown)
  // A question that a hook asked is still open when the screen cannot be seen.
  bench.feed(bench.evidence(.hook, .waitingInput, 30))
  bench.feed(.lost(.screen, of: bench.agent, at: at(31)))
  #expect(bench.tick(1000) == .waitingInput)
}

@Test("an asserted end stands until a new task, and what needs a human ends it at once")
func assertions() throws {
  var bench = try Bench()
  bench.feed(bench.evidence(.hook, .running, 0, opens: true))
  #expect(bench.feed(bench.evidence(.hook, .done, 1)) == .done)
  #expect(bench.feed(bench.evidence(.hook, .running, 2)) == .done)
  #expect(bench.feed(bench.evidence(.hook, .idle, 3)) == .done)
  #expect(bench.samples(.screen, .idle, [4, 5, 6, 7]) == .done)
  #expect(bench.feed(bench.evidence(.hook, .running, 8)) == .running)
  #expect(bench.transitions.map(\.to) == [.running, .done, .running])
  bench.feed(bench.evidence(.hook, .done, 9))
  #expect(bench.feed(bench.evidence(.hook, .waitingApproval, 10)) == .waitingApproval)
  #expect(bench.feed(bench.evidence(.hook, .done, 11)) == .done)
  #expect(bench.feed(bench.evidence(.hook, .running, 12, opens: true)) == .running)
}

@Test("the dead stay dead whatever hooks say, until there is a new process")
func deaths() throws {
  var bench = try Bench()
  bench.feed(bench.evidence(.hook, .waitingInput, 1))
  #expect(bench.feed(bench.evidence(.kernel, .dead, 2)) == .dead)
  #expect(bench.feed(bench.evidence(.hook, .idle, 3)) == .dead)
  #expect(bench.tick(1000) == .dead)
  bench.feed(bench.evidence(.kernel, nil, 1001))
  bench.feed(bench.evidence(.activity, .starting, 1001))
  #expect(bench.judge.standing.status == .starting)
}

@Test("who is gone from a list stays dead when the news of it is old, over a restart too")
func gone() throws {
  var bench = try Bench()
  bench.feed(ProcessFact.started.evidence(bench.agent, .claude, at: at(0)))
  bench.samples(.screen, .running, [1])
  bench.samples(.registry, .dead, [6, 8, 10])
  #expect(bench.judge.standing.status == .dead)
  for second in stride(from: 11.0, through: 200, by: 1) { bench.tick(second) }
  #expect(bench.judge.standing.status == .dead, "\(bench.transitions.map(\.to))")
  var later = Judge(
    bench.agent, resuming: bench.judge.standing, by: bench.transitions.last?.evidence,
    backgroundTasks: 0,
    now: at(300))
  for second in stride(from: 301.0, through: 340, by: 1) { _ = later.tick(now: at(second)) }
  #expect(later.standing.status == .dead)
  let alive = later.feed(bench.evidence(.screen, .running, 341), now: at(341))
  #expect(alive?.to == .running)
}

@Test("a question from before an asserted end counts when it is still seen a while later")
func standingQuestion() throws {
  var bench = try Bench()
  bench.samples(.screen, .waitingApproval, [0, 1])
  bench.feed(bench.evidence(.hook, .done, 2))
  #expect(bench.judge.standing.status == .done)
  bench.samples(.screen, .waitingApproval, [3, 5, 6])
  #expect(bench.judge.standing.status == .done)
  bench.samples(.screen, .waitingApproval, [8])
  #expect(bench.judge.standing.status == .waitingApproval)
}

@Test("what is asked is part of a status, and a flag for what does not move is none")
func news() throws {
  var bench = try Bench()
  bench.feed(bench.evidence(.hook, .waitingApproval, 1, detail: "Bash: ls"))
  bench.feed(bench.evidence(.hook, .waitingApproval, 2, detail: "Bash: ls"))
  bench.feed(bench.evidence(.hook, .waitingApproval, 3, detail: "Bash: rm x"))
  #expect(bench.transitions.map(\.detail) == ["Bash: ls", "Bash: rm x"])
  var busy = try Bench()
  for time in stride(from: 0.0, through: 700, by: 1) {
    busy.feed(busy.evidence(.screen, .running, time, digest: time < 50 ? UInt64(time) : 49))
  }
  #expect(!busy.judge.isStalled(now: at(648.9)) && busy.judge.isStalled(now: at(649)))
  #expect(busy.transitions.count == 1)
}

@Test("a restart changes nothing, and forgets nothing that nobody will say again")
func restarts() throws {
  for (status, tier) in [
    (Status.done, Tier.hook), (.waitingApproval, .hook), (.idle, .hook), (.dead, .kernel),
  ] {
    var before = try Bench()
    before.feed(before.evidence(tier, status, 1))
    let evidence = before.transitions.last?.evidence
    var after = Judge(
      before.agent, resuming: before.judge.standing, by: evidence, backgroundTasks: 0,
      now: at(500))
    #expect(after.tick(now: at(501)) == nil && after.tick(now: at(600)) == nil, "\(status)")
    #expect(after.standing == before.judge.standing, "\(status)")
  }
  var before = try Bench()
  before.feed(before.evidence(.screen, .running, 1))
  var after = Judge(
    before.agent, resuming: before.judge.standing, by: before.transitions.last?.evidence,
    backgroundTasks: 0, now: at(500))
  #expect(after.tick(now: at(509.9)) == nil)
  #expect(after.tick(now: at(510))?.to == .unknown)
}

@Test("work in the background goes on over a restart, and its end is seen")
func restartsBesideWork() throws {
  var before = try Bench()
  var stop = before.evidence(.hook, .idle, 1)
  stop.backgroundTasks = 2
  before.feed(stop)
  #expect(before.judge.standing.substate == .idleWithBackground)
  var after = Judge(
    before.agent, resuming: before.judge.standing, by: before.transitions.last?.evidence,
    backgroundTasks: before.judge.backgroundTasks, now: at(500))
  let restart = after.tick(now: at(501))
  #expect(restart == nil && after.backgroundTasks == 2)
  var end = before.evidence(.hook, nil, 502)
  end.backgroundTasks = 0
  let transition = after.feed(end, now: at(502))
  #expect(transition?.to == .idle && transition?.substate == nil)
  #expect(after.standing.substate == nil)
  // What the agent itself calls so is its own word.
  var own = try Bench()
  var said = own.evidence(.hook, .idle, 1)
  said.substate = .idleWithBackground
  own.feed(said)
  var resumed = Judge(
    own.agent, resuming: own.judge.standing, by: own.transitions.last?.evidence,
    backgroundTasks: 0, now: at(500))
  let change = resumed.tick(now: at(501))
  #expect(change == nil)
}

@Test("why names what decided and what became of the rest")
func reasons() throws {
  var bench = try Bench()
  bench.feed(bench.evidence(.registry, .running, 1))
  bench.feed(bench.evidence(.hook, .running, 1))
  bench.feed(bench.evidence(.title, nil, 1))
  bench.feed(bench.evidence(.screen, .idle, 2))
  bench.feed(.lost(.transcript, of: bench.agent, at: at(1)))
  bench.feed(bench.evidence(.activity, .starting, 1))
  let why = bench.judge.why()
  #expect(
    why.considered.map(\.reason)
      == [.decided, .agrees, .noOpinion, .outranked, .lost, .superseded])
  #expect(why.decided?.tier == .registry && why.standing.status == .running)
  #expect(why.contest?.status == .idle && why.candidate == nil)
  var waiting = try Bench()
  waiting.feed(waiting.evidence(.screen, .waitingInput, 1))
  #expect(waiting.judge.why().considered.map(\.reason) == [.pending])
  #expect(waiting.judge.why().candidate?.samples == 1)
}
