import Foundation
import GateMigrations
import GateModel
import GateSuites
import HTTP
import Postgres
import Processes
import TestSupport
import Testing

@testable import GateAcceptance

/// Criteria that are really tried, on servers and databases.
final class JudgeTests: Sendable {
  fileprivate let folder: String
  private let workspace: Workspace

  init() throws {
    folder = FileManager.default.temporaryDirectory.path + "/gate-acceptance-\(UUID().uuidString)"
    for name in ["checkout", "out"] {
      try FileManager.default.createDirectory(
        atPath: "\(folder)/\(name)", withIntermediateDirectories: true)
    }
    workspace = Workspace(
      checkout: folder + "/checkout", out: folder + "/out",
      environment: ["PATH": "/usr/local/bin:/usr/bin:/bin"],
      supervisor: Supervisor(executable: World.built + "/gate"))
    try Data(app.utf8).write(to: URL(filePath: folder + "/checkout/app.py"))
  }

  deinit {
    // A folder that is left behind does no harm.
    try? FileManager.default.removeItem(atPath: folder)
  }

  fileprivate func outcomes(
    _ criteria: [Criterion], server: ServerCommand?, on host: ScratchHost? = nil,
    migrations: [Migration] = []
  ) async -> [Outcome] {
    await judge(
      criteria, in: workspace, server: server, suites: [], on: host, migrations: migrations)
  }

  @Test(.timeLimit(.minutes(5)))
  func oneServerForAll() async throws {
    let outcomes = await outcomes(
      [
        asks("the page is there", "GET /app.py", contains: "http.server"),
        asks("no such page", "GET /missing"),
        Criterion(
          name: "by a command",
          probe: .run("echo $PORT > ../port && test $GATE_URL = http://localhost:$PORT", exit: 0),
          serve: true, location: place),
        Criterion(
          name: "alone", probe: .run("test -z \"$PORT\"", exit: 0), serve: false, location: place),
      ], server: ServerCommand(run: "exec python3 -m http.server ${PORT} --bind 127.0.0.1"))
    #expect(
      outcomes.map(\.check.id) == [
        .acceptance("the page is there"), .acceptance("no such page"), .acceptance("by a command"),
        .acceptance("alone"),
      ])
    #expect(outcomes.map(\.result) == [.passed, .failed, .passed, .passed], "\(outcomes)")
    #expect(outcomes[1].evidence == "GET /missing: 404")
    let port = try String(contentsOfFile: folder + "/port", encoding: .utf8).dropLast()
    let request = LoopbackRequest("GET", "/", port: try #require(UInt16(port)))
    await #expect(throws: HTTPError.self, "it has ended") { try await request.response() }
  }

  @Test(.timeLimit(.minutes(5)))
  func serverWithDatabase() async throws {
    let server = ServerCommand(
      run: "exec python3 app.py migrate", ready: RequestLine("GET /healthz"), needs: [.postgres])
    try await withHost { host in
      let outcomes = await outcomes(
        [
          asks("it counts", "GET /counts", json: "$.counts.running", .atLeast(2)),
          query("it migrates itself", "select max(version) from schema_version", .equals("7")),
          query("it writes", "insert into schema_version values (8) returning 8", .equals("8")),
          query("no such table", "select 1 from missing", .equals("1")),
          query("two", "select 1; select 2", .equals("1")),
        ], server: server, on: host)
      #expect(
        outcomes.map(\.result.name) == ["passed", "passed", "broken", "failed", "broken"],
        "\(outcomes)")
      #expect(outcomes[0].evidence == "GET /counts: 200, $.counts.running is 3")
      #expect(outcomes[1].evidence == "select max(version) from schema_version: 7")
    }
    let without = await outcomes([asks("it counts", "GET /counts")], server: server)
    #expect(
      without.map(\.result)
        == [.broken("there is no database for it: no Postgres could be started")])
  }

  @Test(.timeLimit(.minutes(5)))
  func queriesAlone() async throws {
    let migration = MigrationSet(
      [
        MigrationFile(
          path: RepoPath("Migrations/0001_notes.up.sql"),
          text: "create table notes (id int); insert into notes values (4);")
      ],
      settings: MigrationSettings(path: RepoPath("Migrations"), format: .sqlPairs)
    ).migrations
    try await withHost { host in
      let outcomes = await outcomes(
        [query("notes are kept", "select id from notes", .equals("4"), serve: false)], server: nil,
        on: host, migrations: migration)
      #expect(outcomes.map(\.result) == [.passed], "\(outcomes)")
    }
  }

  @Test(.timeLimit(.minutes(5)))
  func serversThatDoNotAnswer() async throws {
    let place = Location(file: "gate.yml", line: 4, column: 1)
    func server(
      _ run: String, _ ready: String? = nil, timeout: Duration = .seconds(60)
    ) -> ServerCommand {
      ServerCommand(
        run: run, ready: ready.flatMap { RequestLine($0) }, timeout: timeout, location: place)
    }
    let advice = "; look at its last lines, and at `serve` in gate.yml:4"
    let cases: [(ServerCommand, said: String, output: String?)] = [
      (
        server("echo no such port >&2; exit 3"),
        "the server exited with 3 before it answered" + advice, "no such port"
      ),
      (
        server("echo waiting; sleep 100", timeout: .seconds(3)),
        "the server did not answer `GET /` within 3 seconds (last: nothing)" + advice, "waiting"
      ),
      (
        server("exec python3 app.py", "GET /unready", timeout: .seconds(12)),
        "the server did not answer `GET /unready` within 12 seconds (last: 503)" + advice, nil
      ),
      // Whoever goes into the background has left.
      (
        server("sleep 100 & exit 0"), "the server exited with 0 before it answered" + advice, nil
      ),
    ]
    for (server, said, output) in cases {
      let outcomes = await outcomes([asks("x", "GET /")], server: server)
      #expect(outcomes.map(\.result) == [.broken(said)])
      if let output { #expect(outcomes[0].output?.contains(output) == true, "\(outcomes)") }
    }
  }

  @Test("without a server of the project's own, this program's is asked", .timeLimit(.minutes(5)))
  func ownServer() async throws {
    let outcomes = try await withHost {
      await self.outcomes(
        [asks("x", "GET /api/agent-status"), asks("y", "GET /nothing")], server: nil, on: $0)
    }
    #expect(outcomes.map(\.result) == [.passed, .failed], "\(outcomes)")
  }

  @Test(
    "a server that goes away, or whose port is somebody else's, is no judge",
    .timeLimit(.minutes(5)))
  func wrongServers() async throws {
    let outcomes = await outcomes(
      [asks("it dies", "GET /die"), asks("it is gone", "GET /counts")],
      server: ServerCommand(run: "exec python3 app.py"))
    #expect(outcomes.map(\.result.name) == ["broken", "broken"], "\(outcomes)")
    // Whoever listens is no child of the gate's: a shell that has gone has left it to the system.
    let world = try World()
    let file = folder + "/port"
    let (number, _) = try await world.sh(
      """
      setsid sh -c 'while ! test -s \(file); do sleep 0.05; done
      exec python3 -m http.server $(cat \(file)) --bind 127.0.0.1' > /dev/null 2>&1 &
      echo $!
      """)
    let stranger = try #require(Int32(number.dropLast()))
    let answers = await self.outcomes(
      [asks("it is somebody else's", "GET /")],
      server: ServerCommand(
        run: "echo $PORT > \(file); exec sleep 100", timeout: .seconds(12),
        location: Location(file: "gate.yml", line: 4, column: 1)))
    kill(stranger, SIGKILL)
    guard case .broken(let why) = answers.first?.result else {
      Issue.record("\(answers)")
      return
    }
    #expect(why.contains("(last: another program on its port, "), "\(why)")
  }
}

extension JudgeTests {
  @Test("an interrupted run leaves no server behind", .timeLimit(.minutes(5)))
  func interrupted() async throws {
    let criteria = [
      Criterion(
        name: "it waits", probe: .run("echo $PORT > ../waits; exec sleep 100", exit: 0),
        serve: true, location: place)
    ]
    let task = Task {
      await outcomes(criteria, server: ServerCommand(run: "exec python3 app.py"))
    }
    let file = URL(filePath: folder + "/waits")
    // Not there yet, or not yet written.
    var port: UInt16? {
      (try? String(contentsOf: file, encoding: .utf8)).flatMap { UInt16($0.dropLast()) }
    }
    while port == nil { try await Task.sleep(for: .milliseconds(20)) }
    task.cancel()
    #expect(await task.value.map(\.result.name) == ["broken"])
    let request = LoopbackRequest("GET", "/", port: try #require(port))
    await #expect(throws: HTTPError.self) { try await request.response() }
  }
}

private let place = Location(file: "Waves/1.yml", line: 3, column: 5)

private func asks(
  _ name: String, _ request: String, json: String? = nil,
  _ expectation: Criterion.Expectation? = nil, contains: String? = nil
) -> Criterion {
  let line = RequestLine(request) ?? .root
  return Criterion(
    name: name,
    probe: .http(
      line, status: nil, json: json.flatMap { JSONPlace($0) },
      expectation ?? contains.map { .contains($0) }), serve: true, location: place)
}

private func query(
  _ name: String, _ text: String, _ expectation: Criterion.Expectation, serve: Bool = true
) -> Criterion {
  Criterion(name: name, probe: .sql(text, expectation), serve: serve, location: place)
}

/// With `migrate`, it makes its tables by itself before it answers.
private let app = """
  import http.server, json, os, subprocess, sys
  if sys.argv[1:] == ["migrate"]:
    subprocess.run(["psql", "-qc", "create table schema_version as select 7 as version"], check=True)
  class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
      if self.path == "/die": os._exit(1)
      self.send_response(503 if self.path == "/unready" else 200)
      self.end_headers()
      self.wfile.write(json.dumps({"counts": {"running": 3}}).encode())
  http.server.HTTPServer(("127.0.0.1", int(os.environ["PORT"])), Handler).serve_forever()
  """
