import TestSupport
import Testing

@testable import Monitor

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
