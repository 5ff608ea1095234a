import FoundationEssentials
import GateMigrations
import GateModel
import Postgres

/// The work with databases beside that of peers: all of it on one scratch server, but for the starts of
/// others.
struct DatabaseBench {
  let checkout: Checkout
  /// A folder with the migrations in every form.
  let folder: String
  let set: MigrationSet
  let host: ScratchHost
  let environment: [String: String]
  /// The folder of Postgres' own programs: those on PATH may be scripts that find them.
  let programs: String

  init(_ checkout: Checkout, _ parent: String, _ set: MigrationSet) async throws {
    self.checkout = checkout
    self.set = set
    folder = parent + "/database"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    for path in [parent, folder] {
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
    }
    try write(set, in: folder)
    let migrations = "migrations: {path: Migrations, format: sql-pairs}"
    try FileManager.default.createDirectory(
      atPath: folder + "/Lanes", withIntermediateDirectories: true)
    for (path, text) in plan(rules: migrations) {
      write(text, to: "\(folder)/\(path)")
    }
    environment = ProcessInfo.processInfo.environment.filter {
      $0.key != "DATABASE_URL" && !$0.key.hasPrefix("PG")
    }
    programs = try Installation(environment: environment).folder
    host = try await ScratchHost.start(environment: environment, isComplete: true)
  }

  func stop() async { await host.stop() }

  /// All of them, in order; what they need is made here.
  func comparisons() async throws -> [(Comparison, rounds: Int)] {
    await host.keepReady(2)
    return try await starts() + [await next()] + (try await equality())
      + [try await verify(), apply(), lint()]
  }

  /// A program of Postgres, or another one, on a database.
  func run(
    _ command: [String], on database: ScratchHost.Database, codes: [Int32] = [0]
  ) -> Double {
    Bench.run(command, in: folder, environment: environment(for: database), expecting: codes)
  }

  func environment(for database: ScratchHost.Database) -> [String: String] {
    environment.merging(database.settings.environment) { $1 }
  }

  /// A body with an empty database, which is gone afterwards.
  func withDatabase(_ body: (ScratchHost.Database) async throws -> Double) async throws -> Double {
    let database = try await host.database()
    let time = try await body(database)
    try await host.drop(database)
    return time
  }
}
