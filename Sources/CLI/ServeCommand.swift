import ArgumentParser
import FoundationEssentials
import GateMigrations
import GateModel
import GateReports
import Logging
import Postgres
import Server

/// `gate serve`: the dashboard and the API.
struct ServeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract: "Serve the dashboard and the API of this repository.",
    discussion: """
      On a Postgres of its own, whose data stay below ~/.local/state/gate, or on that of DATABASE_URL. \
      The schema is brought to the newest version first. It listens on this machine only, unless told \
      otherwise; there is no login. Ctrl-C ends it, after what is under way.

      EXAMPLES
        gate serve
        gate serve --port 7171
        DATABASE_URL=postgres://… gate serve

      EXIT CODES
        0  ended    2  could not begin    64  wrong usage
      """)

  @OptionGroup var place: Place
  @Option(help: "The port. 0 is one that is free.") var port = 7170
  @Option(help: ArgumentHelp("Listen there, and not on loopback.", valueName: "address"))
  var listen = "127.0.0.1"

  func validate() throws {
    guard (0...65535).contains(port) else {
      throw ValidationError("--port is a number up to 65535")
    }
  }

  func run() throws {
    try answering {
      let address = WebAddress(host: listen, port: port)
      if !address.isLoopback {
        Console.say("note: \(listen) is reached from other machines, and there is no login")
      }
      let instance = Instance(address: address, root: place.path, environment: processEnvironment())
      // The server has the signals to itself: it lets what is under way end.
      let result = waiting(unless: { _ in true }) { await outcome { try await instance.run() } }
      try result?.get()
      return 0
    }
  }
}

/// A database with its schema, and the server on it.
private struct Instance {
  let address: WebAddress
  let root: String
  let environment: [String: String]

  func run() async throws {
    let own =
      environment["DATABASE_URL", default: ""].isEmpty
      ? try await Server.durable(at: stateFolder(), environment: environment) : nil
    let served = await outcome {
      try await serve(on: own?.settings ?? databaseSettings(environment))
    }
    await own?.stop()
    try served.get()
  }

  private func serve(on settings: ConnectionSettings) async throws {
    let settings = settings.completed(by: environment)
    let files = instanceMigrations.map { name, text in
      MigrationFile(path: RepoPath("Migrations/\(name)"), bytes: Array(text.utf8))
    }
    let set = MigrationSet(
      files, links: [],
      settings: MigrationSettings(path: RepoPath("Migrations"), format: .sqlPairs))
    let migrator = Migrator(try await Connection.open(settings), set) { _ in }
    for title in try await migrator.migrateUp(to: nil) { Console.say("schema: \(title)") }
    let pool = Pool(settings, maximum: 8)
    let server = WebServer(
      at: address, on: pool, version: gateVersion, logger: Logger(label: "gate"))
    let host = address.host.contains(":") ? "[\(address.host)]" : address.host
    try await server.run { port in Console.say("gate serves on http://\(host):\(port)") }
    pool.close()
  }

  /// Where the data of a repository's instance are: by its path, and short enough for a socket.
  private func stateFolder() throws -> String {
    let state =
      environment["XDG_STATE_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
      ?? "\(environment["HOME"] ?? "")/.local/state"
    let top = projectRoot(above: root) ?? root
    let name = top.utf8.reduce(UInt64(14_695_981_039_346_656_037)) {
      ($0 ^ UInt64($1)) &* 1_099_511_628_211
    }
    let folder = "\(state)/gate/\(String(name, radix: 16))"
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true)
    return folder
  }
}
