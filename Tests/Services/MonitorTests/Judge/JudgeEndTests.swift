import TestSupport
import Testing

@testable import Monitor

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
