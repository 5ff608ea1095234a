/// Where scratch databases are made: a throw-away server of this process's own, or the server that
/// DATABASE_URL names. Each database is somebody's alone.
package actor ScratchHost {
  let admin: Connection
  let settings: ConnectionSettings
  /// Nil where the server is another's: then only the databases go away.
  private let server: Server?
  private let prefix: String
  private var count = 0
  /// Of its databases.
  private(set) var names: Set<String> = []
  private var ready: [String: [Task<Database, any Error>]] = [:]

  /// The key of the state that a prepared database is in; nil where there is none.
  package nonisolated let preparedKey: String?

  /// One database.
  package struct Database: Sendable, Hashable {
    /// Its name, which is unique on its server.
    package var name: String
    /// How to reach it, as a user who may do everything in it.
    package var settings: ConnectionSettings
  }

  /// Starts a server, or connects to the one of DATABASE_URL and drops there what killed runs left.
  ///
  /// - Parameters:
  ///   - isComplete: whether the server has `postgres` and `template0` too, which programs of others
  ///     expect.
  ///   - preparation: of a database that is there from the start; another's server has none.
  package static func start(
    environment: [String: String], isComplete: Bool = false, preparation: Preparation? = nil
  ) async throws -> ScratchHost {
    if let url = environment["DATABASE_URL"], !url.isEmpty {
      return try await onServer(of: ConnectionSettings(parsing: url))
    }
    let server = try await Server.scratch(environment: environment, preparation: preparation)
    do {
      var settings = server.settings
      if isComplete { settings = try await complete(settings) }
      return ScratchHost(try await Connection.open(settings), settings, server, prefix: "gate_")
    } catch {
      await server.stop()
      throw error
    }
  }

  /// Makes the databases that an empty cluster of ours lacks.
  private static func complete(
    _ settings: ConnectionSettings
  ) async throws -> ConnectionSettings {
    let admin = try await Connection.open(settings)
    // Whoever makes a database copies template1, and nobody may be connected to that meanwhile.
    try await admin.query("create database postgres strategy file_copy")
    try await admin.query(
      "create database template0 strategy file_copy is_template true allow_connections false")
    return settings.database("postgres")
  }

  init(
    _ admin: Connection, _ settings: ConnectionSettings, _ server: Server?, prefix: String
  ) {
    self.admin = admin
    self.settings = settings
    self.server = server
    self.prefix = prefix
    preparedKey = server?.preparedKey
  }

  /// The prepared database, which nobody changes: it is there to be copied.
  package nonisolated var prepared: Database? {
    preparedKey.map { _ in
      Database(name: Preparation.database, settings: settings.database(Preparation.database))
    }
  }

  /// Takes a database that is ready, or makes one.
  ///
  /// - Parameter template: the name of a database of this server to copy; nobody may be connected to it.
  ///   Nil for an empty one.
  package func database(from template: String? = nil) async throws -> Database {
    if var waiting = ready[template ?? ""], !waiting.isEmpty {
      let first = waiting.removeFirst()
      ready[template ?? ""] = waiting + [prepare(template)]
      return try await first.value
    }
    return try await make(from: template)
  }

  /// Such as 150018 for 15.18.
  package var serverVersion: Int {
    get async { await admin.serverVersion }
  }

  /// Keeps so many databases ready, made in the background.
  package func keepReady(_ number: Int, from template: String? = nil) {
    let missing = number - (ready[template ?? ""]?.count ?? 0)
    for _ in 0..<max(0, missing) { ready[template ?? "", default: []].append(prepare(template)) }
  }

  /// Drops a database, with whoever is still connected to it.
  package func drop(_ database: Database) async throws {
    try await waitForLeaving(of: database.name)
    try await admin.query("drop database if exists \(identifier: database.name) with (force)")
    names.remove(database.name)
  }

  /// The names of all roles of the server, which are no database's.
  package var roles: Set<String> {
    get async throws {
      Set(try await admin.query("select rolname from pg_catalog.pg_roles").compactMap { $0[0] })
    }
  }

  /// Drops a role.
  package func drop(role: String) async throws {
    try await admin.query("drop role if exists \(identifier: role)")
  }

  /// A session that has been told to end is still there for a moment, and the server looks for it only
  /// ten times a second. Who does not leave is not waited for: the server says so.
  private func waitForLeaving(of name: String) async throws {
    for _ in 0..<50 {
      let isEmpty = try await admin.query(
        "select not exists (select from pg_stat_activity where datname = \(name))"
      ).scalar
      if isEmpty == "t" { return }
      try await Task.sleep(for: .milliseconds(1))
    }
  }

  /// Whether the server is this process's own, so that everything on it is.
  package var isOwnServer: Bool { server != nil }

  /// Ends the server, or drops the databases where it is another's.
  package func stop() async {
    for task in ready.values.joined() {
      task.cancel()
      _ = await task.result
    }
    ready = [:]
    if let server { return await server.stop() }
    // A task of its own: this one may be cancelled, and its statements would be refused.
    await Task { await dropAll() }.value
  }

  private func dropAll() async {
    for name in names {
      // What cannot be dropped now is dropped by the next run.
      _ = try? await admin.query("drop database if exists \(identifier: name) with (force)")
    }
    names = []
  }

  private func prepare(_ template: String?) -> Task<Database, any Error> {
    Task { try await make(from: template) }
  }

  private func make(from template: String?) async throws -> Database {
    count += 1
    let name = "\(prefix)\(count)"
    names.insert(name)
    // Copying files is two to four times as fast as writing them to the log; on a server that
    // has to survive a crash, it means a checkpoint for each.
    if let template { try await waitForLeaving(of: template) }
    let copy = template.map { " template \(quotedIdentifier($0))" } ?? ""
    let strategy = server != nil ? " strategy file_copy" : ""
    try await admin.query(
      SQL(verbatim: "create database \(quotedIdentifier(name))\(copy)\(strategy)"))
    if server == nil {
      try await admin.query(
        SQL(verbatim: "comment on database \(quotedIdentifier(name)) is '\(mark)'"))
    } else if let template {
      // What is set for a database is no part of it.
      try await admin.query(
        """
        insert into pg_catalog.pg_db_role_setting
        select (select oid from pg_database where datname = \(name)), s.setrole, s.setconfig
        from pg_catalog.pg_db_role_setting s join pg_database d on d.oid = s.setdatabase
        where d.datname = \(template)
        """)
    }
    return Database(name: name, settings: settings.database(name))
  }
}
