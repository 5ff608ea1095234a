import Dispatch
import FoundationEssentials
import GateMigrations
import GateModel
import GatePipeline
import GateReports
import Git
import Logging
import Monitor
import Postgres
import Server

/// A database with its schema, the monitor and the server on it.
struct Instance {
  let address: WebAddress
  let root: String
  let stability: Stability
  let rules: RulePack
  /// The server of tmux that is watched.
  let tmux: String
  let environment: [String: String]

  func run() async throws {
    let isOwn = environment["DATABASE_URL", default: ""].isEmpty
    // What is served is a repository: without one no database is made. On one that is there, as in the merged files of
    // a wave that is tried, it serves what that has.
    let folder =
      try isOwn
      ? InstanceFolder(of: Repository(at: root).source.commonFolder, environment: environment)
      : InstanceFolder(around: root, environment: environment)
    if projectRoot(above: root) == nil {
      Console.say("note: there is no gate.yml here yet: `gate init` writes one")
    }
    try folder.make()
    let database = OwnDatabase(at: folder.path + "/db", environment: environment)
    var settings =
      try await isOwn
      ? start(database, folder) : databaseSettings(environment).completed(by: environment)
    // A server that is gone without a word is noticed in half a minute. Source: libpq, 34.1.2.
    let limits = [
      "keepalives_idle": "10", "keepalives_interval": "5", "keepalives_count": "3",
      "tcp_user_timeout": "20000", "connect_timeout": "10",
    ]
    for (keyword, value) in limits where settings.keywords[keyword] == nil {
      settings.keywords[keyword] = value
    }
    let served = await outcome {
      try await withThrowingTaskGroup { group in
        if isOwn { group.addTask { try await database.keepRunning() } }
        group.addTask { [settings] in try await serve(on: settings, folder) }
        // The server ends, or the database cannot be kept.
        try await group.next()
        group.cancelAll()
      }
    }
    await database.stop()
    try served.get()
  }

  /// Where somebody else has its data, who that is.
  private func start(
    _ database: OwnDatabase, _ folder: InstanceFolder
  ) async throws -> ConnectionSettings {
    do {
      return try await database.start()
    } catch let error as PostgresError {
      guard let other = folder.server() else { throw error }
      throw Failure(
        "a server of this repository runs already, at \(other.url)",
        hint: "use that one, or end process \(other.process)", exit: .unjudged)
    }
  }

  private func serve(on settings: ConnectionSettings, _ folder: InstanceFolder) async throws {
    try await ensureSchema(on: settings)
    let watch = RepositoryWatch(root, folder)
    let processes = KnownProcesses()
    let sources = EvidenceSources(
      rules: rules, roster: { watch.roster }, processes: processes, tmux: tmux,
      environment: environment)
    let monitor = AgentMonitor(
      on: settings, sources: sources.all, processes: processes, rulesVersion: rules.version,
      stability: stability, log: { Console.say("gate: \($0)") })
    let view = RepositoryView(root, watch, Machine.own(environment))
    let server = WebServer(
      at: address, on: settings, monitor: monitor, workspace: view.workspace, version: gateVersion,
      logger: Logger(label: "gate"))
    let host = address.host.contains(":") ? "[\(address.host)]" : address.host
    let timer = DispatchSource.makeTimerSource(queue: .global())
    timer.setEventHandler { watch.look() }
    watch.look()
    timer.schedule(deadline: .now() + 3, repeating: 3)
    timer.resume()
    defer {
      timer.cancel()
      folder.forgetServer()
    }
    try await server.run { port in
      let url = "http://\(host):\(port)"
      Console.say("gate serves on \(url)")
      // Without it only the commands of this machine do not find it.
      do { try folder.note(url, port: port) } catch { Console.say("gate: \(error)") }
    }
  }

  /// The schema of the newest version; what is there stays.
  private func ensureSchema(on settings: ConnectionSettings) async throws {
    let files = instanceMigrations.map { name, text in
      MigrationFile(path: RepoPath("Migrations/\(name)"), bytes: Array(text.utf8))
    }
    let set = MigrationSet(
      files, links: [],
      settings: MigrationSettings(path: RepoPath("Migrations"), format: .sqlPairs))
    let migrator = Migrator(try await Connection.open(settings), set) { _ in }
    for title in try await migrator.migrateUp(to: nil) { Console.say("schema: \(title)") }
  }
}
