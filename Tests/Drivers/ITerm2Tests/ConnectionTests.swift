import Foundation
import Synchronization
import TestSupport
import Testing

@testable import ITerm2
@testable import ITerm2Fake

private let credentials = ITerm2Credentials(cookie: "cookie", key: "key")

private func open(
  _ fake: FakeITerm2, timeout: Duration = .seconds(60)
) async throws(ITerm2Error) -> ITerm2Connection {
  try await ITerm2Connection.open(fake.path, timeout: timeout) { credentials }
}

private let harmless: [FakeWorld.Fault] = [
  .none, .fragments(1), .fragments(7), .unknownFields, .early,
]

@Suite(.timeLimit(.minutes(2)))
struct ConnectionTests {
  @Test("our client gets everything, however it is sent", arguments: harmless)
  func everything(fault: FakeWorld.Fault) async throws {
    let world = try World()
    let fake = try await FakeITerm2(FakeWorld(fault: fault), home: world.home)
    let connection = try await open(fake)
    #expect(connection.protocolVersion == "1.13")
    #expect(fake.header("x-iterm2-library-version") == "swift 1.0")
    #expect(fake.header("x-iterm2-key") == "key")
    #expect(try await connection.sessions() == FakeWorld().sessions)
    #expect(try await connection.screen(of: "S1") == ["✳ Baking… (3s)", "", "❯  naïve"])
    #expect(try await connection.screen(of: "S3") == [])
    #expect(
      try await connection.variables(["jobName", "tty", "user.gate_lane"], of: "S1")
        == ["\"claude\"", "null", "\"B\""])
    for subscription in [ITerm2Subscription.newSessions, .terminations, .layout, .variable("x")] {
      try await connection.subscribe(to: subscription)
    }
    try await connection.subscribe(to: .screen(session: "S1"))
    fake.tell {
      $0.message(12) {
        $0.number(1, 1); $0.text(2, "S1"); $0.text(3, "jobName")
      }
    }
    fake.tell {
      $0.message(3) {
        $0.text(1, "S1"); $0.message(4) { $0.number(1, 7) }
      }
    }
    fake.tell { $0.message(1) { $0.text(1, "a key that nobody asked for") } }
    fake.tell { $0.message(6) { $0.text(1, "S4") } }
    var expected: [ITerm2Notification] = [
      .screenChanged(session: "S1"), .variable(session: "S1", name: "jobName", json: "null"),
      .commandEnded(session: "S1", code: 7), .opened(session: "S4"),
    ]
    if fault == .early { expected.insert(.terminated(session: "S3"), at: 0) }
    #expect(await first(expected.count, of: connection) == expected)
    if case .fragments = fault { #expect(fake.pongs > 4) }
    for _ in 0..<200 {
      #expect(try await connection.variables(["jobName"], of: "S1") == ["\"claude\""])
    }
    await connection.close()
    await #expect(throws: ITerm2Error.closed("iTerm2 ended it")) { try await connection.sessions() }
  }

  @Test("what is not there is said to be missing")
  func missing() async throws {
    let world = try World()
    let fake = try await FakeITerm2(FakeWorld(fault: .alreadySubscribed), home: world.home)
    let connection = try await open(fake)
    await #expect(throws: ITerm2Error.noSession) { try await connection.screen(of: "S9") }
    await #expect(throws: ITerm2Error.noSession) {
      try await connection.subscribe(to: .prompt(session: "S9"))
    }
    await #expect(throws: ITerm2Error.noSession) { try await connection.variables(["x"], of: "S9") }
    await #expect(throws: ITerm2Error.alreadySubscribed) {
      try await connection.subscribe(to: .layout)
    }
  }

  @Test("an iTerm2 that lets nobody in says why")
  func handshakes() async throws {
    let cases: [(fault: FakeWorld.Fault, error: ITerm2Error)] = [
      (.status(401), .unauthorized), (.status(406), .clientTooOld),
      (.status(200), .noWebSocket(status: 200)), (.status(503), .noWebSocket(status: 503)),
      (.silentHandshake, .timedOut),
    ]
    for (fault, error) in cases {
      let world = try World()
      let fake = try await FakeITerm2(FakeWorld(fault: fault), home: world.home)
      await #expect(throws: error) {
        let isSilent = fault == .silentHandshake
        _ = try await open(fake, timeout: isSilent ? .milliseconds(300) : .seconds(20))
      }
    }
    let world = try World()
    let fake = try await FakeITerm2(home: world.home)
    await #expect(throws: ITerm2Error.unauthorized) {
      _ = try await ITerm2Connection.open(fake.path) { nil }
    }
    await #expect(throws: ITerm2Error.noCookie("no")) {
      _ = try await ITerm2Connection.open(fake.path) { () throws(ITerm2Error) in
        throw .noCookie("no")
      }
    }
    await #expect {
      _ = try await ITerm2Connection.open(world.home + "/nobody") { credentials }
    } throws: { error in
      guard case .unreachable(let path, _)? = error as? ITerm2Error else { return false }
      return path.hasSuffix("/nobody")
    }
    try await eventually { fake.clients == 0 }
  }

  @Test("another user's socket is sent nothing", .enabled(if: geteuid() == 0))
  func foreignPeer() async throws {
    let world = try World()
    let path = world.folder + "/socket"
    try await world.sh(
      "chmod 777 . && setpriv --reuid=65534 --clear-groups python3 -c '\(listener)' &")
    try await eventually { FileManager.default.fileExists(atPath: path) }
    await #expect(throws: ITerm2Error.foreignPeer(path: path)) {
      _ = try await ITerm2Connection.open(path) { credentials }
    }
    try await eventually { !FileManager.default.fileExists(atPath: path) }
  }

  /// Takes one client and leaves; removes the socket where the client said nothing.
  private let listener = """
    import socket, os
    s = socket.socket(socket.AF_UNIX)
    s.bind("socket"); s.listen(); s.settimeout(20)
    c = s.accept()[0]; c.settimeout(20)
    if c.recv(1) == b"": os.unlink("socket")
    """

  @Test("a connection that breaks ends its calls and its notifications, and says how")
  func faults() async throws {
    let cases: [(fault: FakeWorld.Fault, words: String)] = [
      (.halfClose, "iTerm2 ended it"), (.cut, "iTerm2 ended it"),
      (.oversizeFrame, "a message is larger than 16 MiB"),
      (.oversizeMessage, "a message is larger than 16 MiB"), (.text, "a message is text"),
      (.garbage, "what came is no message"),
    ]
    for (fault, words) in cases {
      let world = try World()
      let fake = try await FakeITerm2(FakeWorld(fault: fault), home: world.home)
      let connection = try await open(fake)
      await #expect {
        try await connection.sessions()
      } throws: { error in
        guard case .closed(let reason)? = error as? ITerm2Error else { return false }
        return reason == words
      }
      #expect(await first(1, of: connection) == [], "\(fault)")
    }
  }

  @Test("a call ends without an answer: in time, when it is cancelled, or refused")
  func unanswered() async throws {
    let world = try World()
    let fake = try await FakeITerm2(FakeWorld(fault: .silentCalls), home: world.home)
    let connection = try await open(fake, timeout: .milliseconds(200))
    await #expect(throws: ITerm2Error.timedOut) { try await connection.sessions() }
    let patient = try await open(fake, timeout: .seconds(60))
    let task = Task { () async -> ITerm2Error? in
      do throws(ITerm2Error) {
        _ = try await patient.sessions()
        return nil
      } catch { return error }
    }
    try await Task.sleep(for: .milliseconds(100))
    task.cancel()
    #expect(await task.value == .cancelled)
    let other = try await open(fake)
    fake.change { $0.fault = .refusal }
    await #expect(throws: ITerm2Error.refused("no")) { try await other.sessions() }
    fake.change { $0.fault = .otherAnswer }
    await #expect(throws: ITerm2Error.closed("it answered another question")) {
      try await other.sessions()
    }
    fake.change { $0.fault = .none }
    #expect(try await other.sessions().count == 3)
  }

  @Test("a reader that is slower than iTerm2 keeps the newest notifications")
  func slowReader() async throws {
    let world = try World()
    let fake = try await FakeITerm2(home: world.home)
    let connection = try await open(fake)
    _ = try await connection.sessions()
    for number in 0..<10_000 { fake.tell { $0.message(6) { $0.text(1, "N\(number)") } } }
    // The last answer comes behind all of them.
    _ = try await connection.sessions()
    await connection.close()
    var seen: [ITerm2Notification] = []
    for await notification in connection.notifications { seen.append(notification) }
    #expect(seen.count == 4096 && seen.last == .opened(session: "N9999"))
  }

  @Test("a connection that nobody has any more is closed")
  func forgotten() async throws {
    let world = try World()
    let fake = try await FakeITerm2(home: world.home)
    do {
      let connection = try await open(fake)
      _ = try await connection.sessions()
      #expect(fake.clients == 1)
    }
    try await eventually { fake.clients == 0 }
  }

  /// The next notifications; fewer where the connection ends.
  private func first(_ count: Int, of connection: ITerm2Connection) async -> [ITerm2Notification] {
    var seen: [ITerm2Notification] = []
    for await notification in connection.notifications {
      seen.append(notification)
      if seen.count == count { break }
    }
    return seen
  }

  private func eventually(_ condition: () -> Bool) async throws {
    for _ in 0..<3000 where !condition() { try await Task.sleep(for: .milliseconds(10)) }
    #expect(condition())
  }
}
