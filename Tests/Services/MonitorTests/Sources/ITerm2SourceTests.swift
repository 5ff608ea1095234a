import GateModel
import TestSupport
import Testing

@testable import ITerm2
@testable import ITerm2Fake
@testable import Monitor

private let working = ["✳ Baking… (3s)", "", "────────────", "❯ ", "────────────"]
private let asking = ["Do you want to proceed?", "❯ 1. Yes", "  2. No", "", "Esc to cancel"]

private let world: FakeWorld = {
  var world = FakeWorld()
  world.screens = ["S1": working, "S2": ["nothing"], "S3": ["$ "]]
  world.variables = [
    "S1": ["user.gate_lane": "\"B\"", "jobName": "\"claude\""],
    "S2": [
      "path": "\"/w/c/sub\"", "jobName": "\"node\"", "commandLine": "\"node /x/codex/cli.js\"",
    ],
    "S3": ["path": "\"/w/a\"", "jobName": "\"-zsh\""],
  ]
  world.screenUpdates = []
  return world
}()

private func source(_ path: String) throws -> ITerm2Source {
  let lanes: [(String, AgentKind)] = [("A", .claude), ("B", .claude), ("C", .codex), ("D", .shell)]
  let roster = try lanes.map { name, kind in
    Assignment(
      lane: try #require(LaneID(name)), kind: kind, folder: "/w/\(name.lowercased())")
  }
  return ITerm2Source(
    path: path, rules: try RulePack.shipped(), roster: { roster }, now: machineTime
  ) { ITerm2Credentials(cookie: "cookie", key: "key") }
}

@Suite(.timeLimit(.minutes(2)))
struct ITerm2SourceTests {
  @Test("sessions are a lane's by mark or by folder, and what they show is told when it changes")
  func sights() async throws {
    let home = try World()
    let fake = try await FakeITerm2(world, home: home.home)
    let (b, c) = (try AgentID.named("B"), try AgentID.named("C"))
    try await watching(try source(fake.path)) { watcher in
      try await watcher.expect(b, .running)
      #expect(await Set(watcher.agents.keys) == [b, c])
      #expect(await watcher.agents[b]?.locator == ["session": "S1", "window": "W1"])
      #expect(await watcher.agents[c]?.kind == .codex)

      fake.change { $0.screens["S1"] = asking }
      fake.tell { $0.message(2) { $0.text(1, "S1") } }
      try await watcher.expect(b, .waitingApproval, within: 30)

      // A title needs no look at the screen.
      fake.tell {
        $0.message(12) {
          $0.number(1, 1)
          $0.text(2, "S2")
          $0.text(3, "terminalWindowName")
          $0.text(4, "\"[ ! ] Action Required\"")
        }
      }
      try await watcher.expect(c, .waitingApproval, within: 30)

      // However often a screen changes, it is read four times a second.
      let (before, start) = (fake.screenReads, ContinuousClock.now)
      for _ in 0..<100 {
        fake.tell { $0.message(2) { $0.text(1, "S1") } }
        try await Task.sleep(for: .milliseconds(10))
      }
      // Each takes 10 ms or, on a machine that has other work, longer.
      let most = Int((ContinuousClock.now - start) / .milliseconds(250)) + 4
      #expect((1...most).contains(fake.screenReads - before), "\(fake.screenReads - before)")
    }
  }

  @Test("however iTerm2 sends it, it is understood; of two sessions in a lane one is the lane's")
  func odd() async throws {
    for fault in [FakeWorld.Fault.alreadySubscribed, .fragments(3), .unknownFields, .early] {
      let home = try World()
      var odd = world
      odd.fault = fault
      odd.variables["S3"] = ["user.gate_lane": "\"B\"", "jobName": "\"claude\""]
      let fake = try await FakeITerm2(odd, home: home.home)
      let b = try AgentID.named("B")
      try await watching(try source(fake.path)) { watcher in
        try await watcher.expect(b, .running)
        let agents = await watcher.agents
        #expect(Set(agents.keys) == [b, try .named("C"), try .named("iterm2:S3")], "\(fault)")
      }
    }
  }

  @Test("an iTerm2 that never answers is a source that is down")
  func hangs() async throws {
    let home = try World()
    var hanging = world
    hanging.fault = .silentCalls
    let fake = try await FakeITerm2(hanging, home: home.home)
    try await watching(try source(fake.path)) { watcher in
      for _ in 0..<1000 where await watcher.reports.isEmpty {
        try await Task.sleep(for: .milliseconds(10))
      }
      let health = await watcher.reports.first?.health
      #expect(health?.isUp == false && health?.problem == "iTerm2 did not answer in time")
      fake.change { $0.fault = .none }
      try await watcher.expect(try .named("B"), .running)
    }
  }

  @Test("a program that ends is gone, with its code where the shell says it; a new one is another")
  func ends() async throws {
    let home = try World()
    let fake = try await FakeITerm2(world, home: home.home)
    let (b, c) = (try AgentID.named("B"), try AgentID.named("C"))
    try await watching(try source(fake.path)) { watcher in
      try await watcher.expect(b, .running)
      fake.change { $0.variables["S1"]?["jobName"] = "\"-zsh\"" }
      fake.tell {
        $0.message(3) {
          $0.text(1, "S1"); $0.message(4) { $0.number(1, 7) }
        }
      }
      try await watcher.expect(b, .dead, within: 30)
      #expect(await watcher.standing(of: b)?.detail == "exit 7")
      fake.tell {
        $0.message(12) {
          $0.number(1, 1)
          $0.text(2, "S1")
          $0.text(3, "jobName")
          $0.text(4, "\"claude\"")
        }
      }
      try await watcher.expect(b, .running, within: 30)

      fake.change { $0.sessions.removeAll { $0.id == "S2" } }
      fake.tell { $0.message(7) { $0.text(1, "S2") } }
      try await watcher.expect(c, .dead, within: 30)
      let rules = await watcher.rules(of: c).suffix(20)
      #expect(rules.contains("process/missing"))
    }
  }

  @Test("an iTerm2 that is gone is no death: nothing is known, until it is back")
  func lost() async throws {
    let home = try World()
    let b = try AgentID.named("B")
    var fake: FakeITerm2? = try await FakeITerm2(world, home: home.home)
    let path = try #require(fake?.path)
    try await watching(try source(path)) { watcher in
      try await watcher.expect(b, .running)
      fake = nil
      try await home.sh("rm -f '\(path)'")
      try await watcher.expect(b, .unknown, within: 20)
      #expect(await watcher.reports.last?.health.isUp == false)
      #expect(await watcher.rules(of: b).contains("source/lost"))
      #expect(await watcher.transitions[b]?.contains { $0.to == .dead } == false)
      fake = try await FakeITerm2(world, home: home.home)
      try await watcher.expect(b, .running, within: 40)
      #expect(await watcher.reports.last?.health.isUp == true)
    }
    withExtendedLifetime(fake) {}
  }
}

@Test("a path is the lane's whose worktree is innermost")
func owners() throws {
  let lanes: [(String, AgentKind, String)] = [
    ("A", .claude, "/w"), ("B", .codex, "/w/b"), ("C", .claude, "/w/b2"), ("D", .claude, ""),
    ("E", .other, "/e"), ("F", .shell, "/e/f"),
  ]
  let roster = try lanes.map { name, kind, folder in
    Assignment(lane: try #require(LaneID(name)), kind: kind, folder: folder)
  }
  let cases: [(path: String, kind: AgentKind?, lane: String?)] = [
    ("/w", nil, "A"), ("/w/x", nil, "A"), ("/w/b", nil, "B"), ("/w/b/c", nil, "B"),
    ("/w/b2/c", nil, "C"), ("/w/bc", nil, "A"), ("/", nil, nil), ("", nil, nil),
    ("/w/b/c", .claude, "A"), ("/w/b/c", .gemini, nil),
    // Where gate.yml does not say which program it is, it is any.
    ("/e/x", .claude, "E"), ("/e/x", .codex, "E"), ("/e/f", .claude, "E"), ("/e/f", nil, "F"),
  ]
  for (path, kind, lane) in cases {
    #expect(roster.owner(of: path, kind: kind)?.lane.description == lane, "\(path)")
  }
}

@Test("a command is a program by its name, not by what it is about")
func programs() {
  let cases: [(command: String, kinds: Set<AgentKind>)] = [
    ("claude", [.claude, .other]), ("/opt/bin/codex exec", [.codex, .other]),
    ("node /usr/lib/node_modules/@anthropic-ai/claude-code/cli.js", [.claude, .other]),
    ("python3 -m aider", [.aider, .other]), ("-zsh", [.shell]), ("/bin/bash", [.shell]),
    ("bash run.sh", [.other]), ("vim a b claude", [.other]), ("", []),
    ("cat claudette", [.other]), ("gemini", [.gemini, .other]),
  ]
  for (command, kinds) in cases {
    #expect(Set(AgentKind.allCases.filter { $0.isRun(by: command) }) == kinds, "\(command)")
  }
}
