import FoundationEssentials
import TestSupport
import Testing

@testable import Postgres

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@Test("a scratch server starts, answers, and leaves nothing", .timeLimit(.minutes(5)))
func scratchServer() async throws {
  let place = try Place()
  do {
    let server = try await Server.scratch(environment: place.environment)
    let connection = try await Connection.open(server.settings)
    #expect(try await connection.query("select \(1 as Int?) + 1").scalar == "2")
    await server.stop()
    #expect(!server.isRunning)
    #expect(kill(server.processID, 0) != 0)
  }
  #expect(try place.left == [])
}

@Test("a start that is cancelled leaves nothing, whenever that is", .timeLimit(.minutes(5)))
func cancelledStart() async throws {
  let place = try Place()
  for moment in stride(from: 0, through: 100, by: 5) {
    let environment = place.environment
    let task = Task { try await Server.scratch(environment: environment).stop() }
    try await Task.sleep(for: .milliseconds(moment))
    task.cancel()
    // Started before, or cancelled.
    _ = await task.result
    #expect(try place.left == [], "cancelled after \(moment) ms")
  }
}

@Test(
  "a start that fails leaves nothing, also where something goes on for a while",
  .timeLimit(.minutes(5)))
func failedStart() async throws {
  let place = try Place()
  let real = try Installation(environment: place.environment)
  try place.script("initdb", "exec \(real.initdb) \"$@\"")
  try place.script("pg_resetwal", "exec \(real.folder)/pg_resetwal \"$@\"")
  try place.script(
    "postgres",
    """
    case "$*" in *--single*) exec \(real.postgres) "$@";; esac
    (for i in $(seq 40); do mkdir -p base/$i; touch base/$i/x; sleep 0.005; done) &
    exit 1
    """)
  await #expect(throws: PostgresError.self) {
    _ = try await Server.scratch(environment: place.environment)
  }
  #expect(try place.left == [])
}

/// Where scratch servers of one test are, and programs that it puts on the PATH.
final class Place: Sendable {
  let folder = "/tmp/gate-\(UInt32.random(in: .min ... .max))"

  init() throws {
    try FileManager.default.createDirectory(
      atPath: folder + "/bin", withIntermediateDirectories: true)
  }

  deinit {
    // A folder that is left behind does no harm.
    try? FileManager.default.removeItem(atPath: folder)
  }

  var environment: [String: String] {
    var variables = ProcessInfo.processInfo.environment.ownServer
    variables["GATE_SCRATCH"] = folder
    variables["PATH"] = "\(folder)/bin:\(variables["PATH"] ?? "")"
    return variables
  }

  /// The folders of servers.
  var left: [String] {
    get throws {
      try FileManager.default.contentsOfDirectory(atPath: "\(folder)/gate-postgres-\(geteuid())")
    }
  }

  /// Written by another process: one that a test beside this starts could still have the file open, which
  /// then cannot be run.
  func script(_ name: String, _ text: String) throws {
    let path = "\(folder)/bin/\(name)"
    let code = unsafe system(
      "cat > \(path) <<'END' && chmod 755 \(path)\n#!/bin/sh\n\(text)\nEND\n")
    try #require(code == 0)
  }
}

@Test(
  "what takes longer than its limit is ended, whatever limit it sets itself",
  .timeLimit(.minutes(5)))
func guarding() async throws {
  let place = try Place()
  let host = try await ScratchHost.start(environment: place.environment)
  let database = try await host.database()
  let error = await host.guarding(longerThan: .seconds(1)) { () -> PostgresError? in
    do throws(PostgresError) {
      try await Connection.open(database.settings).run(
        script: "set statement_timeout = 0; select pg_sleep(100000)")
      return nil
    } catch {
      return error
    }
  }
  #expect(error?.sqlState == "57014")
  await host.stop()
}

@Test("a scratch server that does not listen any more is ended", .timeLimit(.minutes(5)))
func frozen() async throws {
  let place = try Place()
  let server = try await Server.scratch(environment: place.environment)
  kill(server.processID, SIGSTOP)
  await server.stop()
  #expect(!server.isRunning)
}
