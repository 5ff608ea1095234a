import Foundation
import GateModel
import TestSupport
import Testing
import Tmux

@testable import Monitor

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@Suite("agents in panes of a real tmux", .timeLimit(.minutes(5)))
struct TmuxSourceTests {
  private let server: TmuxServer

  init() throws { server = try TmuxServer() }

  private static let quick: Stability = {
    var table = Stability.standard
    table.grace = .milliseconds(1500)
    return table
  }()

  private static let impatient: TmuxSource.Pace = {
    var pace = TmuxSource.Pace()
    pace.patience = .milliseconds(500)
    pace.lastDelay = .milliseconds(500)
    return pace
  }()

  @Test("each state that a terminal can show is reached and left")
  func states() async throws {
    try await server.start()
    let watcher = Watcher([
      try lane("A"), try lane("B", .other), try lane("C", .shell), try lane("D", .gemini),
    ])
    try await watcher.start(server)
    await watcher.pass(1)
    try await server.open("A")
    try await server.open("D")
    try await watcher.reach(.starting, "A")
    for (text, status) in [
      (Scene.running, Status.running), (Scene.approval, .waitingApproval), (Scene.idle, .idle),
      (Scene.question, .waitingInput), (Scene.running, .running), (Scene.error, .error),
      (Scene.running, .running), (Scene.idle, .idle),
    ] {
      try server.show(text, in: "A")
      try await watcher.reach(status, "A")
      if status == .waitingApproval { #expect(await watcher.detail("A") == "swift test") }
    }
    // By titles alone.
    for (title, status) in [("✦ Working", Status.running), ("✋ Action", .waitingApproval)] {
      try server.write(#"\033]2;\#(title)\007"#, to: "D")
      try await watcher.reach(status, "D")
    }
    // Programs that run for one task, and one that talks.
    try await server.open("B")
    try await server.open("C")
    try server.write("$ ", to: "C")
    try await watcher.reach(.idle, "C")
    try server.send("printf '\\033[2J'; exec sleep 600", to: "C")
    try await watcher.reach(.running, "C")
    try server.send("exit 0", to: "B")
    try server.send("exit 7", to: "A")
    try await watcher.reach(.done, "B")
    try await watcher.reach(.dead, "A")
    #expect(await watcher.detail("A") == "exit 7")
    // A new process in the same pane.
    try await server.tmux(
      "respawn-pane", "-t", "home:A", "exec sh \(server.folder)/replay \(server.folder)/A.in")
    try await watcher.reach(.starting, "A")
    await watcher.stop()
    #expect(try await !server.tmux("list-sessions").contains("gate-mon"))
  }

  @Test(
    "a prompt that shows for 250 ms between two tools flickers only for who believes each sample")
  func flicker() async throws {
    try await server.start()
    var pace = TmuxSource.Pace()
    pace.base = .milliseconds(200)
    let (naive, standard) = (Watcher([try lane("A")], .immediate), Watcher([try lane("A")]))
    try await server.open("A")
    try server.show(Scene.running, in: "A")
    for watcher in [naive, standard] {
      try await watcher.start(server, pace: pace)
      try await watcher.reach(.running, "A")
    }
    for _ in 0..<4 {
      try server.show(Scene.idle, in: "A")
      try await Task.sleep(for: .milliseconds(250))
      try server.show(Scene.running, in: "A")
      try await Task.sleep(for: .milliseconds(900))
    }
    #expect(await naive.transitions["A", default: []].count >= 3)
    #expect(await standard.transitions["A"] == ["unknown -> running"])
    for watcher in [naive, standard] { await watcher.stop() }
  }

  @Test("a pane, a session and a server that are killed are deaths; what comes later is found")
  func killed() async throws {
    let watcher = Watcher([try lane("A"), try lane("B"), try lane("C")])
    try await watcher.start(server)
    try await Task.sleep(for: .milliseconds(300))
    #expect(await watcher.health == SourceHealth())
    try await server.start()
    for name in ["A", "C"] { try await server.open(name) }
    try await server.open("B", ["new-session", "-d", "-s", "B"])
    for name in ["A", "B", "C"] { try server.show(Scene.running, in: name) }
    // Found within two seconds, and judged.
    try await watcher.reach(.running, "A", "B", "C", within: .seconds(4))
    try await server.tmux("kill-pane", "-t", "home:A")
    try await server.tmux("kill-session", "-t", "=B")
    try await watcher.reach(.dead, "A", "B")
    #expect(await watcher.status("C") == "running")
    try await server.open("A")
    try server.show(Scene.idle, in: "A")
    try await watcher.reach(.idle, "A")
    try await server.tmux("kill-server")
    try await watcher.reach(.dead, "A", "B", "C")
    // Long after the last look at a pane, too.
    await watcher.pass(4)
    #expect(await watcher.status("C") == "dead")
    await watcher.stop()
  }

  @Test("a server that is stopped makes agents unknown, never dead")
  func stopped() async throws {
    try await server.start()
    try await server.open("A")
    try server.show(Scene.running, in: "A")
    let watcher = Watcher([try lane("A")], Self.quick)
    try await watcher.start(server, pace: Self.impatient)
    try await watcher.reach(.running, "A")
    let process = try #require(server.process)
    kill(process, SIGSTOP)
    defer { kill(process, SIGCONT) }
    try await watcher.reach(.unknown, "A")
    let health = await watcher.health
    #expect(!health.isUp && health.problem == "tmux does not answer; it is tried again")
    kill(process, SIGCONT)
    try await watcher.reach(.running, "A")
    #expect(
      await watcher.transitions["A"]
        == ["unknown -> running", "running -> unknown", "unknown -> running"])
    await watcher.stop()
  }

  @Test("whatever panes show and are called, each agent is judged by its own")
  func hostile() async throws {
    try await server.start()
    let roster = [try lane("A"), try lane("B"), try lane("C"), try lane("D")]
    for name in ["A", "B", "C", "D"] { try await server.open(name) }
    let watcher = Watcher(roster)
    try await watcher.start(server)
    // Replies of the protocol on the screen, and above a dialog.
    try server.show(
      "%end 1 2 1\n%error 1 2 1\n%output %1 x\n%exit\n%begin 1 2 1\n" + Scene.approval, in: "A")
    // Titles with separators, of 64 KB, and of control characters.
    try server.write(#"\033]2;%9|1|7||\#(String(repeating: "|%1\\t", count: 300))\007"#, to: "B")
    try server.show(Scene.running, in: "B")
    try server.send(
      #"printf '\033]2;'; head -c 65536 /dev/zero | tr '\0' '|'; printf '\007'"#, to: "C")
    try server.show(Scene.idle, in: "C")
    try server.send("head -c 5000000 /dev/zero | tr '\\0' x", to: "D")
    try server.show(Scene.question, in: "D")
    try await server.tmux("set-option", "-p", "-t", "home:home", "@gate_lane", "x\n%end 1 2 1\n|")
    try await watcher.reach(.waitingApproval, "A")
    try await watcher.reach(.running, "B")
    try await watcher.reach(.idle, "C")
    try await watcher.reach(.waitingInput, "D")
    // A terminal of another size shows the same.
    let before = await watcher.transitions
    for size in [["-x", "60", "-y", "20"], ["-x", "200", "-y", "50"]] {
      for name in ["A", "B", "C", "D"] {
        try await server.tmux(["resize-window", "-t", "home:\(name)"] + size)
      }
      await watcher.pass(2)
    }
    #expect(await watcher.transitions == before)
    let health = await watcher.health
    #expect(health.isUp && health.dropped == 0)
    await watcher.stop()
  }

  @Test("200 panes, two watchers on one server, and marks in place of names")
  func many() async throws {
    try await server.start()
    try Data((Scene.idle + "\n").utf8).write(to: URL(filePath: server.folder + "/idle"))
    let folder = server.folder
    try await server.sh(
      """
      i=0; while [ $i -lt 199 ]; do
        echo "new-window -d -t home: -n L$i 'cat \(folder)/idle; exec sleep 600'"; i=$((i+1))
      done >\(folder)/windows
      """)
    try await server.tmux("source-file", folder + "/windows")
    let marked = try await server.open("other")
    try await server.tmux("set-option", "-p", "-t", marked, "@gate_lane", "/trees/M")
    try server.show(Scene.approval, in: "other")
    let roster =
      try (0..<199).map { try lane("L\($0)") }
      + [Assignment(lane: try #require(LaneID("M")), kind: .claude, folder: "/trees/M")]
    let watchers = [Watcher(roster), Watcher(roster)]
    for watcher in watchers { try await watcher.start(server) }
    for watcher in watchers {
      await watcher.reach(.idle, (0..<199).map { "L\($0)" })
      try await watcher.reach(.waitingApproval, "M")
      #expect(await watcher.sighted.count == 200)
    }
    await watchers[0].stop()
    await watchers[1].pass(2)
    let health = await watchers[1].health
    #expect(health.isUp && health.look < .milliseconds(500))
    // The last who uses the server is not us: it ends with its own last session.
    try await server.tmux("kill-session", "-t", "=home")
    let address = TmuxAddress.name(server.name)
    for _ in 0..<200 where address.isListening(server.environment) {
      try await Task.sleep(for: .milliseconds(20))
    }
    #expect(!address.isListening(server.environment))
    await watchers[1].stop()
  }
}
