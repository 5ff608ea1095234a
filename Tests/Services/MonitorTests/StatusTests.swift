import Testing

@testable import Monitor

@Test("statuses are ranked by who needs a human, and a foreign word is unknown")
func statuses() {
  let ranks = Status.allCases.map { ($0.rawValue, $0.rank) }
  #expect(
    ranks.map { "\($0) \($1)" } == [
      "unknown 3", "starting 4", "running 4", "waiting_approval 1", "waiting_input 1", "idle 5",
      "done 6", "error 2", "dead 2",
    ])
  #expect(Status.allCases.filter(\.needsHuman) == [.waitingApproval, .waitingInput])
  #expect(Status(word: "thinking") == .unknown && Status(word: "idle") == .idle)
}

@Test("tiers are trusted in their order")
func tierOrder() {
  let names = Tier.allCases.sorted().map(\.name)
  #expect(
    names == ["kernel", "registry", "hook", "title", "screen", "transcript", "activity"])
  #expect(names.map { Tier(name: $0) } == Tier.allCases && Tier(name: "x") == nil)
}

@Test("names are checked once")
func names() {
  for text in ["B", "tmux:%3", String(repeating: "x", count: 128)] {
    #expect(AgentID(text)?.description == text)
  }
  for text in ["", "a b", "é", "a\n", String(repeating: "x", count: 129)] {
    #expect(AgentID(text) == nil, "\(text)")
  }
  for text in ["claude/stop", "my-tool/a.b_c"] { #expect(RuleID(text)?.description == text) }
  for text in ["", "a", "a/", "/a", "a/b/c", "a/b c", "a/" + String(repeating: "x", count: 99)] {
    #expect(RuleID(text) == nil, "\(text)")
  }
}

@Test("moments are whole microseconds and end where their number does")
func instants() {
  let start = Instant(microseconds: 10)
  #expect(start.advanced(by: .milliseconds(2)) == Instant(microseconds: 2010))
  #expect(start.advanced(by: .nanoseconds(1999)) == Instant(microseconds: 11))
  #expect(start.advanced(by: .seconds(-1)) == Instant(microseconds: -999_990))
  #expect(start.advanced(by: .seconds(Int64.max)) == Instant(microseconds: .max))
  #expect(start.advanced(by: .seconds(-Int64.max)) == Instant(microseconds: .min))
  #expect(start.duration(to: Instant(microseconds: 5)) == .microseconds(-5))
  let far = Instant(microseconds: .min).duration(to: Instant(microseconds: .max))
  #expect(far > .seconds(18_000_000_000_000))
}

@Test("what is known of a process is evidence by the kind of agent")
func facts() throws {
  let agent = try #require(AgentID("B"))
  let cases: [(ProcessFact, AgentKind, Tier, Status?, String?)] = [
    (.started, .claude, .activity, .starting, nil), (.alive, .claude, .kernel, nil, nil),
    (.exited(0), .claude, .kernel, .dead, "exit 0"), (.exited(0), .shell, .kernel, .done, "exit 0"),
    (.exited(0), .aider, .kernel, .done, "exit 0"), (.exited(7), .shell, .kernel, .dead, "exit 7"),
    (.exited(nil), .codex, .kernel, .dead, nil), (.missing, .codex, .registry, .dead, nil),
    (.foreground("a\n b"), .shell, .activity, .running, "a b"),
    (.commandEnded(0), .shell, .hook, .idle, nil),
    (.commandEnded(2), .shell, .hook, .error, "exit 2"),
  ]
  for (fact, kind, tier, claim, detail) in cases {
    let evidence = fact.evidence(agent, kind, at: Instant(microseconds: 1))
    #expect(
      evidence.tier == tier && evidence.claim == claim && evidence.detail == detail, "\(fact)")
  }
}

@Test("a text becomes one short line")
func lines() {
  let cases: [(String, String)] = [
    ("", ""), ("  a \n\t b  ", "a b"), ("a\u{1B}[1mb", "a [1mb"), ("a\u{9B}b", "ab"),
    (String(repeating: "x", count: 200), String(repeating: "x", count: 180) + "…"),
  ]
  for (text, line) in cases { #expect(oneLine(text) == line) }
  #expect(digest(of: ["ab"]) != digest(of: ["a", "b"]))
}
