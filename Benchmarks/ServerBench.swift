import FoundationEssentials
import GateModel
import Glibc
import Postgres

/// `gate serve` of a repository with 200 lanes on a Postgres whose data stay, and what it takes: from a report to
/// the readers of events, in memory, and in rows where nothing happens.
struct ServerBench {
  private let folder: String
  private let environment: [String: String]
  private let database: Server
  private let process: pid_t
  private let port: UInt16
  private let keys: JSON

  private static let lanes = 200
  private static let panes = 20

  init(_ checkout: Checkout, in parent: String) async throws {
    folder = parent + "/server"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    // Postgres runs as somebody else where this runs as root.
    for path in [parent, folder] {
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
    }
    let path = "/usr/local/bin:/usr/bin:/bin"
    let common = ["PATH": path, "HOME": folder, "TMUX_TMPDIR": folder, "LC_ALL": "C.UTF-8"]
    database = try await Server.durable(at: folder + "/db", environment: common)
    environment = common.merging(["DATABASE_URL": database.settings.url]) { $1 }
    allowManyFiles()
    ServerBench.makeRepository(in: folder, environment)
    let log = folder + "/log"
    let command = [checkout.gate, "serve", "--port", "0", "--tmux", "bench"]
    guard unsafe chdir(folder + "/shop") == 0 else { throw BenchFailure("there is no repository") }
    process = unsafe spawn(command, environment) { actions in
      unsafe posix_spawn_file_actions_addopen(actions, 0, "/dev/null", O_RDONLY, 0)
      unsafe posix_spawn_file_actions_addopen(actions, 1, log, O_WRONLY | O_CREAT, 0o600)
      unsafe posix_spawn_file_actions_adddup2(actions, 1, 2)
    }
    port = try await ServerBench.port(in: log)
    let state = folder + "/.local/state/gate"
    let names = try FileManager.default.contentsOfDirectory(atPath: state)
    let all = try JSONDecoder().decode(
      JSON.self, from: Data(contentsOf: URL(filePath: "\(state)/\(names.first ?? "")/keys.json")))
    keys = all["lanes"] ?? .null
  }

  func stop() async {
    kill(process, SIGINT)
    _ = ending(of: process)
    // `kill-server` may leave it running.
    let end = "kill -9 $(tmux -L bench display-message -p '#{pid}')"
    run(["sh", "-c", end], in: folder, environment: environment)
    await database.stop()
  }

  /// Measures, prints nothing.
  func measure() async throws -> [Figure] {
    let empty = memory
    let written = try await rowsAtRest()
    for number in 0..<ServerBench.lanes { try report("L\(number)", number, "begins") }
    let full = memory
    let (few, floor) = try await delays(readers: 50, mute: 0, changes: 100)
    let (many, _) = try await delays(readers: 990, mute: 10, changes: 30)
    return [
      Figure(
        name: "a report is at 50 readers (p95 of \(few.all.count))", unit: "ms",
        value: percentile(few.all), limit: 100),
      Figure(
        name: "a plain commit in the same Postgres (p95 of \(floor.count))", unit: "ms",
        value: percentile(floor)),
      Figure(
        name: "the last of 990 readers has it, ten never read (p95 of \(many.last.count))",
        unit: "ms", value: percentile(many.last)),
      Figure(
        name: "rows written in a minute, \(ServerBench.panes) panes at rest", unit: "rows",
        value: written, limit: 0),
      Figure(
        name: "memory with \(ServerBench.lanes) agents", unit: "MB", value: full,
        floor: ("with none", empty), limit: 32),
      Figure(name: "memory after 1,000 readers", unit: "MB", value: memory),
    ]
  }

  /// From the moment at which a report is sent until a reader has its event, in milliseconds.
  private func delays(
    readers count: Int, mute: Int, changes: Int
  ) async throws -> (delays: (all: [Double], last: [Double]), floor: [Double]) {
    let silent = try EventReaders.mute(mute, port: port)
    let readers = try EventReaders(count, port: port)
    let connection = try await Connection.open(database.settings)
    try await connection.query("create table if not exists bench (number int)")
    var (all, last, floor): ([Double], [Double], [Double]) = ([], [], [])
    for number in 0..<changes {
      let (text, start) = ("change-\(count)-\(number).", ContinuousClock.now)
      // No pane says otherwise of this lane, and its last report was of the other kind.
      let socket = try send("L\(ServerBench.lanes - 1)", number, text)
      var latest = 0.0
      try readers.wait(for: text, seconds: 20) { moment in
        latest = (moment - start) / .milliseconds(1)
        all.append(latest)
      }
      last.append(latest)
      try finish(socket)
      floor.append(
        try await timed { try await connection.query("insert into bench values (\(number))") }.0)
    }
    withExtendedLifetime(silent) {}
    return ((all, last), floor)
  }

  /// Rows that are inserted, changed or deleted while nothing happens, for a minute of it.
  private func rowsAtRest() async throws -> Double {
    func rows() async throws -> Int {
      let connection = try await Connection.open(database.settings)
      let rows = try await connection.query(
        """
        select coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0)::bigint as rows
        from pg_stat_user_tables
        """)
      return rows.first?.int("rows") ?? 0
    }
    // A process of Postgres tells its numbers ten seconds after its last query at the latest.
    try await Task.sleep(for: .seconds(15))
    let before = try await rows()
    guard before > 0 else { throw BenchFailure("no pane has been seen") }
    try await Task.sleep(for: .seconds(20))
    return Double(try await rows() - before) * 3
  }

  /// Of the server, in megabytes.
  private var memory: Double {
    let line = contents(of: "/proc/\(process)/status").split(separator: "\n")
      .first { $0.hasPrefix("VmRSS:") }
    return (line.flatMap { Double($0.filter(\.isNumber)) } ?? 0) / 1024
  }
}

extension ServerBench {
  private func report(_ lane: String, _ number: Int, _ detail: String) throws {
    try finish(send(lane, number, detail))
  }

  /// A report of a lane's agent, in a connection of its own as a hook's.
  private func send(_ lane: String, _ number: Int, _ detail: String) throws -> Int32 {
    let status = number.isMultiple(of: 2) ? "running" : "waiting_input"
    let body = "{\"status\": \"\(status)\", \"detail\": \"\(detail)\"}"
    let socket = try connected(to: port)
    Bench.send(
      "POST /hooks/generic HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\n"
        + "Authorization: Bearer \(keys[lane]?.string ?? "")\r\nConnection: close\r\n"
        + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)", to: socket)
    return socket
  }

  private func finish(_ socket: Int32) throws {
    defer { close(socket) }
    var buffer = [UInt8](repeating: 0, count: 4096)
    let count = unsafe recv(socket, &buffer, buffer.count, 0)
    let answer = String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
    guard answer.hasPrefix("HTTP/1.1 204") else {
      throw BenchFailure("a report was answered: \(answer.prefix(200))")
    }
  }

  /// A plan of the lanes, and panes of tmux for some of them.
  private static func makeRepository(in folder: String, _ environment: [String: String]) {
    run(["git", "init", "-q", "-b", "main", folder + "/shop"], in: folder)
    run(["mkdir", "-p", folder + "/shop/Lanes"], in: folder)
    let agents = (0..<panes).map { "  L\($0): {kind: claude}\n" }.joined()
    write("version: 1\nproject: shop\nagents:\n\(agents)", to: folder + "/shop/gate.yml")
    var script = "new-session -d -s home -x 120 -y 40 'sleep 1000'\n"
    for number in 0..<lanes {
      write(
        "lane: L\(number)\ntitle: Lane\nowns: [/l\(number)/**]\n",
        to: folder + "/shop/Lanes/L\(number).yml")
    }
    let rule = String(repeating: "─", count: 40)
    write("● Done.\n\n\(rule)\n❯ \n\(rule)\n  ? for shortcuts", to: folder + "/idle")
    for number in 0..<panes {
      script += "new-window -d -t home: -n L\(number) \"cat \(folder)/idle; exec sleep 1000\"\n"
      script += "set-option -p -t home:L\(number) @gate_lane L\(number)\n"
    }
    write(script, to: folder + "/script")
    let commit =
      "git add -A && git -c user.name=bench -c user.email=b@example.org commit -qm 'plan: lanes'"
    run(["sh", "-c", commit], in: folder + "/shop", environment: environment)
    run(
      ["tmux", "-u", "-L", "bench", "-f", "/dev/null", "start-server", ";", "source-file"]
        + [folder + "/script"], in: folder, environment: environment)
  }

  private static func port(in log: String) async throws -> UInt16 {
    for _ in 0..<600 {
      try await Task.sleep(for: .milliseconds(50))
      let line = contents(of: log).split(separator: "\n").first { $0.hasPrefix("gate serves on ") }
      if let port = line?.split(separator: ":").last.flatMap({ UInt16($0) }) { return port }
    }
    throw BenchFailure("gate serve did not begin: \(contents(of: log))")
  }
}

private func percentile(_ values: [Double]) -> Double {
  values.isEmpty ? .infinity : values.sorted()[values.count * 95 / 100]
}

/// Each reader is an open file.
private func allowManyFiles() {
  var limit = rlimit()
  let files = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
  guard unsafe getrlimit(files, &limit) == 0 else { return }
  limit.rlim_cur = limit.rlim_max
  // Where it is refused the readers cannot connect, and that is told.
  _ = unsafe setrlimit(files, &limit)
}
