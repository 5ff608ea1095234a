import FoundationEssentials
import Postgres

extension DatabaseBench {
  /// From nothing to the first query's answer: in one process, and as a whole process with the end.
  func starts() async throws -> [(Comparison, rounds: Int)] {
    let home = folder + "/pgserver"
    try FileManager.default.createDirectory(
      atPath: home, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
    let python = [checkout.peer("python3"), checkout.script]
    let obstacle = checkout.obstacle(module: "pgserver")
    // Makes the data folder that is there afterwards.
    if obstacle == nil { Bench.run(python + ["pgserver-once", home], in: folder) }
    let companion = obstacle == nil ? Companion(python + ["pgserver", home]) : nil
    let inside = Comparison(
      name: "first query of a new server, cluster cached",
      subject: .init(name: "Server.scratch") {
        let (time, server) = try await timed {
          let server = try await Server.scratch(environment: environment)
          let connection = try await Connection.open(server.settings)
          try await connection.query("select 1")
          return server
        }
        await server.stop()
        return time
      },
      reference: .init(name: "pgserver, data folder there") { companion?.milliseconds() ?? 0 },
      limit: 0.5, obstacle: obstacle)
    let whole = Comparison(
      name: "`gate scratch -- psql`, whole process",
      subject: .init(
        name: "gate scratch",
        arguments: [
          checkout.gate, "scratch", "--", programs + "/psql", "-XAtqc", "select 1",
        ], folder: folder, environment: environment),
      reference: .init(
        name: "python with pgserver, whole process",
        arguments: python + ["pgserver-once", home], folder: folder),
      limit: 0.5, obstacle: obstacle)
    return [(inside, 20), (whole, 20)]
  }

  /// The database that a test gets, connected; what comes after the test is not measured.
  func next() async -> (Comparison, rounds: Int) {
    let obstacle = checkout.obstacle(module: "pytest_postgresql")
    let settings = await (try? host.database())?.settings.keywords ?? [:]
    let companion =
      obstacle == nil
      ? Companion([
        checkout.peer("python3"), checkout.script, "pytest-postgresql", settings["host"] ?? "",
        settings["user"] ?? "", settings["dbname"] ?? "",
      ]) : nil
    let comparison = Comparison(
      name: "a test's new database, connected",
      subject: .init(name: "ScratchHost.database") {
        let (time, database) = try await timed {
          let database = try await host.database()
          try await Connection.open(database.settings).query("select 1")
          return database
        }
        // Comes after the one that is made ready meanwhile: the peer has the machine to itself.
        try await host.drop(database)
        return time
      },
      reference: .init(name: "pytest-postgresql") { companion?.milliseconds() ?? 0 },
      limit: 0.25, obstacle: obstacle)
    return (comparison, 30)
  }
}
