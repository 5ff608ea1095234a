import GateModel
import GateWaves
import Testing

/// Lanes that fail in known ways, instead of suites.
private struct Waters {
  /// It fails where all lanes of one of these sets are there.
  var reds: [Set<String>]
  /// Trials, counted from 1, that fail for no reason.
  var flakes: Set<Int> = []
  /// A lane that cannot be merged without another.
  var needs: (lane: String, other: String)?
  private(set) var trials: [String] = []
  private(set) var ledger = Ledger()

  init(_ reds: [Set<String>], flakes: Set<Int> = []) {
    self.reds = reds
    self.flakes = flakes
  }

  /// Tries what is wanted until it is settled.
  mutating func settle(_ decide: (Ledger) -> Decision) -> Settlement? {
    while trials.count < 200 {
      switch decide(ledger) {
      case .ends(.settled(let settlement)): return settlement
      case .ends(.unjudged): return nil
      case .wants(let all):
        for wanted in all { run(wanted) }
      }
    }
    return nil
  }

  private mutating func run(_ wanted: Wanted) {
    let there = Set(wanted.combination.lanes.map(\.description))
    if let needs, let lane = LaneID(needs.lane), there.contains(needs.lane),
      !there.contains(needs.other)
    {
      ledger.record(lane, stuckIn: wanted.combination)
      return
    }
    trials.append(wanted.combination.lanes.map(\.description).joined())
    let isRed = flakes.contains(trials.count) || reds.contains { $0.isSubset(of: there) }
    ledger.record(
      Ledger.Trial(readings: [suite: isRed ? .red : .green], isWhole: wanted.scope == .whole),
      of: wanted.combination)
  }
}

private let suite = CheckID.suite("unit")

private func lanes(_ names: String) -> [LaneID] { names.compactMap { LaneID(String($0)) } }

private func words(_ settlement: Settlement?) -> String {
  guard let settlement else { return "unjudged" }
  let culprits = settlement.culprits.map { accusation in
    switch accusation.culprit {
    case .alone(let lane): "\(lane) alone"
    case .pair(let a, let b): "\(a) with \(b)"
    case .together(let group): group.map(\.description).joined(separator: " with ")
    case .leftBehind(let lane): "\(lane) left behind"
    }
  }
  let rest = settlement.survivors.lanes.map(\.description).joined()
  let base = settlement.redBase.isEmpty ? "" : "base; "
  return base + (culprits + [rest]).joined(separator: "; ")
}

@Suite("who makes a wave fail")
struct SearchTests {
  @Test("by bisection: who, and in how many trials")
  func bisection() {
    let cases: [(lanes: String, reds: [Set<String>], answer: String, trials: [String])] = [
      ("ABC", [], "ABC", ["ABC"]),
      (
        "ABCDEFGH", [["E"]], "E alone; ABCDFGH",
        ["ABCDEFGH", "ABCD", "ABCDEF", "ABCDE", "E", "ABCDFGH"]
      ),
      (
        "ABCDEFGH", [["H"]], "H alone; ABCDEFG",
        ["ABCDEFGH", "ABCD", "ABCDEF", "ABCDEFG", "H", "ABCDEFG"]
      ),
      ("AB", [["A", "B"]], "A with B; A", ["AB", "A", "B", "AB", "A"]),
      (
        "ABC", [["B", "C"]], "B with C; AB", ["ABC", "A", "AB", "C", "ABC", "AC", "BC", "B", "AB"]
      ),
      (
        "ABCD", [["A", "B", "C"]], "A with B with C; ABD",
        ["ABCD", "AB", "ABC", "C", "ABC", "AC", "BC", "ABD"]
      ),
      ("ABC", [["A"], ["C"]], "A alone; C alone; B", ["ABC", "A", "", "A", "BC", "B", "C", "B"]),
      ("A", [["A"]], "A alone; ", ["A", "", "A"]),
      ("AB", [[]], "base; ", ["AB", "A", ""]),
    ]
    for (names, reds, answer, trials) in cases {
      var waters = Waters(reds)
      let settlement = waters.settle { bisect(lanes(names), knowing: $0) }
      #expect(words(settlement) == answer, "\(names) \(reds)")
      #expect(waters.trials == trials, "\(names) \(reds)")
    }
  }

  @Test(
    "a lane that cannot be merged without one that is out is left behind, and not called proved")
  func leftBehind() {
    for isBatch in [true, false] {
      var waters = Waters([["B"]])
      waters.needs = ("D", "B")
      let settlement = waters.settle {
        isBatch
          ? bisect(lanes("ABCDE"), knowing: $0)
          : speculate(lanes("ABCDE"), window: Window(initial: 3), knowing: $0)
      }
      #expect(words(settlement) == "B alone; D left behind; ACE", "\(waters.trials)")
    }
  }

  @Test("a run that fails for no reason puts no lane out, wherever it happens")
  func flaky() {
    for names in ["A", "AB", "ABCDE", "ABCDEFGH"] {
      for flake in 1...8 {
        var waters = Waters([], flakes: [flake])
        let settlement = waters.settle { bisect(lanes(names), knowing: $0) }
        #expect(words(settlement) == names, "\(names), trial \(flake)")
        #expect(
          waters.ledger.flaky.isEmpty == (flake > 1), "only the first trial happens otherwise")
        var other = Waters([], flakes: [flake])
        let speculated = other.settle {
          speculate(lanes(names), window: Window(initial: 3), knowing: $0)
        }
        #expect(words(speculated) == names, "\(names), trial \(flake)")
        // One that comes while a real culprit is looked for.
        var both = Waters([["B"]], flakes: [flake])
        let found = both.settle { bisect(lanes(names), knowing: $0) }
        let rest = names.filter { $0 != "B" }
        #expect(
          words(found) == (names.contains("B") ? "B alone; \(rest)" : rest),
          "\(names), trial \(flake): \(both.trials)")
      }
    }
  }

  @Test("by speculation: a lane that fails is dropped, and those behind go on without it")
  func speculation() {
    let cases: [(lanes: String, reds: [Set<String>], answer: String, trials: [String])] = [
      ("ABC", [], "ABC", ["A", "AB", "ABC"]),
      ("ABC", [["B"]], "B alone; AC", ["A", "AB", "ABC", "AB", "AC", "B"]),
      ("ABC", [["A", "C"]], "A with C; AB", ["A", "AB", "ABC", "ABC", "C", "AC"]),
      ("AB", [[]], "base; ", ["A", "AB", "A", "B", "B", ""]),
    ]
    for (names, reds, answer, trials) in cases {
      var waters = Waters(reds)
      let settlement = waters.settle {
        speculate(lanes(names), window: Window(initial: 3), knowing: $0)
      }
      #expect(words(settlement) == answer, "\(names) \(reds)")
      #expect(waters.trials == trials, "\(names) \(reds)")
    }
  }

  @Test("the window grows with lanes that hold and shrinks with those that fail")
  func window() {
    var waters = Waters([["A"], ["B"], ["C"]])
    var sizes: [Int] = []
    _ = waters.settle { ledger in
      let decision = speculate(lanes("ABCDEFGHIJ"), window: Window(initial: 6), knowing: ledger)
      if case .wants(let wanted) = decision { sizes.append(wanted.count) }
      return decision
    }
    #expect(sizes.max() == 6)
    #expect(sizes.dropFirst().contains(2), "\(sizes)")
  }

  @Test(
    "in any waters: survivors pass, culprits are to blame, both strategies agree on a fault that stands alone"
  )
  func random() {
    var generator = Seeded(state: 7)
    for _ in 0..<400 {
      let count = Int.random(in: 1...9, using: &generator)
      let names = String("ABCDEFGHI".prefix(count))
      let reds = (0..<Int.random(in: 0...3, using: &generator)).map { _ in
        Set(
          names.shuffled(using: &generator).prefix(Int.random(in: 1...3, using: &generator)).map(
            String.init))
      }
      for isBatch in [true, false] {
        var waters = Waters(reds)
        let found = waters.settle {
          isBatch
            ? bisect(lanes(names), knowing: $0)
            : speculate(lanes(names), window: Window(initial: 4), knowing: $0)
        }
        guard let settlement = found else {
          Issue.record("never settled: \(names) \(reds)")
          continue
        }
        let rest = Set(settlement.survivors.lanes.map(\.description))
        #expect(!reds.contains { $0.isSubset(of: rest) }, "\(names) \(reds): \(words(settlement))")
        #expect(settlement.survivors.lanes.count + settlement.culprits.count == count)
        for accusation in settlement.culprits {
          switch accusation.culprit {
          case .alone(let lane): #expect(reds.contains([lane.description]))
          case .pair(let a, let b): #expect(reds.contains([a.description, b.description]))
          case .leftBehind(let lane): Issue.record("\(lane) needs nobody")
          case .together(let group):
            #expect(reds.contains { $0.isSubset(of: Set(group.map(\.description))) })
          }
        }
        #expect(waters.trials.count <= 3 + 9 * count, "\(names) \(reds): \(waters.trials)")
      }
    }
  }
}

/// A generator of the same numbers every time. Source: SplitMix64.
private struct Seeded: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}
