import Foundation
import Processes
import TestSupport
import Testing

@testable import Tmux

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@Suite("a control client of a real server", .timeLimit(.minutes(5)))
struct ControlClientTests {
  private let server: TmuxServer
  private var address: TmuxAddress { .name(server.name) }

  init() throws { server = try TmuxServer() }

  private func open(patience: Duration = .seconds(5)) async throws -> ControlClient {
    try await ControlClient.open(address, server.environment, patience: patience)
  }

  private func sessions() async throws -> [String] {
    try await server.tmux("list-sessions", "-F", "#{session_name}").split(separator: "\n")
      .map(String.init)
  }

  /// Waits for something that takes a moment.
  private func soon(_ isSo: () async throws -> Bool) async throws -> Bool {
    for _ in 0..<200 {
      if try await isSo() { return true }
      try await Task.sleep(for: .milliseconds(20))
    }
    return false
  }

  @Test("where no server runs none is started")
  func absent() async throws {
    await #expect(throws: TmuxError.absent) { _ = try await open() }
    #expect(try await server.tmux("-N", "list-sessions").contains("No such file"))
    // A socket that somebody left listens to nobody.
    try await server.start()
    kill(try #require(server.process), SIGKILL)
    #expect(try await soon { !address.isListening(server.environment) })
    await #expect(throws: TmuxError.absent) { _ = try await open() }
    await #expect(throws: TmuxError.missing) {
      _ = try await ControlClient.open(address, ["PATH": "/nowhere"])
    }
  }

  @Test(
    "questions are answered in their order, and only the hidden session is added, for as long as it is used"
  )
  func questions() async throws {
    try await server.start()
    let client = try await open()
    #expect(try await sessions().sorted() == [client.session.description, "home"].sorted())
    let pane = try #require(PaneID("%0"))
    let hostile = "a'b;kill-server\nkill-server #(touch \(server.folder)/x) \"$HOME\" \\"
    let replies = try await client.run([
      .display(pane, format: hostile), .capture(try #require(PaneID("%99"))),
      .listPanes(format: "#{pane_id}"),
    ])
    #expect(replies.map(\.isError) == [false, true, false])
    #expect(replies[0].text.hasPrefix("a'b;kill-server kill-server"))
    #expect(replies[2].text.contains("%0\n"))
    #expect(try await client.run([]).isEmpty)
    await client.close()
    #expect(try await soon { try await sessions() == ["home"] })
    await #expect(throws: TmuxError.ended("the client was closed")) {
      _ = try await client.run([.capture(pane)])
    }
  }

  @Test("two clients of one process do not know of each other, and what changes wakes both")
  func two() async throws {
    try await server.start()
    let clients = [try await open(), try await open()]
    for client in clients { _ = await client.wait(until: .now + .milliseconds(300)) }
    try await server.tmux("new-session", "-d", "-s", "more", "exec sleep 600")
    for client in clients {
      #expect(await client.wait(until: .now + .seconds(60)) == .rung)
    }
    await clients[0].close()
    #expect(try await clients[1].run([.listPanes(format: "x")])[0].text.contains("x\n"))
    await clients[1].close()
    #expect(try await soon { try await sessions().sorted() == ["home", "more"] })
  }

  @Test("a server that is stopped is silent, not gone, and nothing is left on it")
  func stopped() async throws {
    try await server.start()
    let client = try await open(patience: .milliseconds(300))
    let process = try #require(server.process)
    kill(process, SIGSTOP)
    defer { kill(process, SIGCONT) }
    await #expect(throws: TmuxError.silent) { _ = try await client.run([.listPanes(format: "x")]) }
    await #expect(throws: TmuxError.silent) { _ = try await client.run([.listPanes(format: "x")]) }
    await client.close()
    #expect(address.isListening(server.environment))
    await #expect(throws: TmuxError.silent) { _ = try await open(patience: .milliseconds(300)) }
    // A cancelled question is over at once, also then.
    let asking = Task { try await open(patience: .seconds(60)) }
    try await Task.sleep(for: .milliseconds(100))
    asking.cancel()
    await #expect(throws: TmuxError.cancelled) { _ = try await asking.value }
    kill(process, SIGCONT)
    // What was left there is removed by the next client.
    let next = try await open()
    #expect(try await sessions().sorted() == [next.session.description, "home"].sorted())
    await next.close()
  }

  @Test(
    "who removes the hidden session or the server ends the client, which goes to nobody else's session"
  )
  func ended() async throws {
    try await server.start()
    try await server.tmux("set-option", "-g", "detach-on-destroy", "off")
    for command in ["kill-session", "kill-server"] {
      let client = try await open()
      try await server.tmux(
        command == "kill-session" ? [command, "-t", "=\(client.session)"] : [command])
      #expect(await client.wait(until: .now + .seconds(60)) == .rung)
      await #expect(throws: TmuxError.self) { _ = try await client.run([.listPanes(format: "x")]) }
      await client.close()
    }
    #expect(try await soon { !address.isListening(server.environment) })
  }

  @Test("what a killed process leaves goes by itself, or is removed by the next client")
  func orphans() async throws {
    try await server.start()
    func isThere(_ session: HiddenSession) async throws -> Bool {
      try await sessions().contains(session.description)
    }
    var session = HiddenSession()
    let owner = try #require(pid_t(try await server.sh("sleep 600 >/dev/null 2>&1 & echo $!")))
    session.owner = try #require(ProcessIdentity(of: owner))
    // Nobody starts a client: the owner alone keeps it.
    try await server.tmux(session.creation)
    #expect(try await isThere(session))
    kill(owner, SIGKILL)
    #expect(try await soon { try await !isThere(session) })

    // Of a process that has ended, with a client that somebody else keeps; and of this one, without any.
    session.owner = ProcessIdentity(id: getpid(), start: 1)
    let words = (["-N", "-u", "-L", server.name] + session.attachment).map {
      TmuxCommand.quoted($0)
    }
    try await server.tmux(session.creation)
    let keeper = try #require(
      pid_t(
        try await server.sh(
          """
          cd \(server.folder); mkfifo keep; sleep 600 3<>keep >/dev/null 2>&1 & echo $!
          tmux \(words.joined(separator: " ")) <keep >/dev/null 2>&1 &
          """)))
    defer { kill(keeper, SIGKILL) }
    let given = HiddenSession()
    try await server.tmux(given.creation)
    #expect(try await soon { try await server.tmux("list-clients").contains("\(session)") })
    let (first, second) = (try await open(), try await open())
    #expect(
      try await sessions().sorted()
        == ["\(first.session)", "\(second.session)", "home"].sorted())
    #expect(try await soon { try await !server.tmux("list-clients").contains("\(session)") })
    for client in [first, second] { await client.close() }
    #expect(try await soon { try await sessions() == ["home"] })
  }

  @Test("a window that somebody opened in the hidden session stays")
  func guest() async throws {
    try await server.start()
    let client = try await open()
    let pane = try await server.open(
      "guest", ["new-window", "-d", "-t", "=\(client.session):", "-n", "guest"])
    await client.close()
    let panes = try await server.tmux("list-panes", "-a", "-F", "#{pane_id} #{window_name}")
    #expect(panes.contains("\(pane) guest") && !panes.contains("gate"))
  }

  @Test("where nobody else has a session the server is left alone, so that it can end")
  func alone() async throws {
    try await server.start()
    try await server.tmux("set-option", "-s", "exit-empty", "off")
    try await server.tmux("kill-session", "-t", "=home")
    try await server.tmux(HiddenSession().creation)
    await #expect(throws: TmuxError.absent) { _ = try await open() }
    #expect(try await sessions() == [])
  }

  @Test("clients that are lost in one moment, by a server that was stopped, do it no harm")
  func lost() async throws {
    try await server.start()
    let process = try #require(server.process)
    for _ in 0..<3 {
      var clients: [ControlClient] = []
      for _ in 0..<3 { clients.append(try await open(patience: .milliseconds(400))) }
      kill(process, SIGSTOP)
      for client in clients {
        await #expect(throws: TmuxError.silent) {
          _ = try await client.run([.listPanes(format: "x")])
        }
        await client.close()
        await #expect(throws: TmuxError.silent) { _ = try await open(patience: .milliseconds(100)) }
      }
      kill(process, SIGCONT)
      #expect(try await sessions().contains("home"))
    }
  }

  @Test("a flood in a pane is read as what the pane shows")
  func flood() async throws {
    try await server.start()
    let pane = try #require(PaneID(try await server.open("flood")))
    let client = try await open()
    try server.send("head -c 5000000 /dev/zero | tr '\\0' x; echo; echo '%end 1 2 1'", to: "flood")
    var last = ""
    #expect(
      try await soon {
        last = try await client.run([.capture(pane)])[0].text
        return last.contains("%end 1 2 1")
      }, "\(last.suffix(300))")
    #expect(last.utf8.count < 10_000)
    await client.close()
  }
}
