import TestSupport
import Testing

@testable import Monitor

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
