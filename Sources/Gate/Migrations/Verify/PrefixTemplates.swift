package import Postgres

/// Databases in which the first migrations of a set have run, made once and then copied.
package actor PrefixTemplates {
  private let host: ScratchHost
  private var made: [Checksum: Task<Prefix, any Error>] = [:]
  private var used: [ScratchHost.Database] = []
  private var dropping: Task<Void, Never>?

  /// Makes databases on a host, which must outlive it.
  package init(_ host: ScratchHost) {
    self.host = host
  }

  /// A database to copy, and its schema.
  package struct Prefix: Sendable {
    /// The database's name on its server.
    package var database: String
    /// As the migrations have made it.
    package var schema: SchemaSnapshot
    /// Those of the server, which are not the database's.
    package var roles: Set<String>
  }

  /// A database of one's own in which these migrations have run.
  ///
  /// - Throws: `PrefixFailure` where one of them does not run.
  func clone(after migrations: [Migration]) async throws -> Clone {
    let prefix = try await prefix(of: migrations)
    await dropping?.value
    let database = try await host.database(from: prefix.database)
    let old = used
    used = []
    dropping = Task {
      // One that stays goes with the host.
      for database in old { try? await host.drop(database) }
    }
    return Clone(database: database, schema: prefix.schema, roles: prefix.roles)
  }

  /// Takes a copy back that nobody needs any more.
  ///
  /// It is dropped when the next is made: the server waits a tenth of a second for a session that has
  /// only just ended.
  ///
  /// - Parameter tried: what ran in it. The roles that it made are dropped at once: they belong to the
  ///   server, and would be in the way of the next copy.
  func takeBack(_ clone: Clone, tried: [Migration]) async {
    used.append(clone.database)
    let texts = tried.flatMap { [$0.up.text, $0.down?.text ?? ""] }
    guard texts.contains(where: \.makesRoles) else { return }
    await dropping?.value
    // What cannot be dropped is told of by the migration that it is in the way of.
    while let database = used.popLast() { try? await host.drop(database) }
    guard let empty = try? await host.database() else { return }
    used.append(empty)
    guard let connection = try? await Connection.open(empty.settings),
      let roles = try? await connection.roles
    else { return }
    // On another's server a new role may be another's too.
    guard await host.isOwnServer else { return }
    for role in roles.subtracting(clone.roles) where texts.contains(where: { $0.contains(role) }) {
      _ = try? await connection.query("drop role if exists \(identifier: role)")
    }
  }

  /// Finds or makes the database to copy for these migrations.
  package func prefix(of migrations: [Migration]) async throws -> Prefix {
    let chain = await chain(migrations)
    let key = chain[migrations.count]
    if let task = made[key] { return try await task.value }
    // The longest beginning that is there already.
    let start = chain.indices.reversed().first { made[chain[$0]] != nil } ?? 0
    let earlier = made[chain[start]]
    let task = Task {
      let name = try await earlier?.value.database
      return try await make(from: name, Array(migrations[start...]))
    }
    made[key] = task
    do {
      return try await task.value
    } catch {
      made[key] = nil
      throw error
    }
  }

  private func make(from name: String?, _ migrations: [Migration]) async throws -> Prefix {
    let database = try await host.database(from: name)
    do {
      try await apply(migrations, to: database.settings)
      let reader = try await SchemaReader.open(database.settings)
      let schema = try await reader.snapshot()
      let roles = try await Connection.open(database.settings).roles
      return Prefix(database: database.name, schema: schema, roles: roles)
    } catch {
      // The first error says why; a database that stays goes with the host.
      try? await host.drop(database)
      throw error
    }
  }

  private func apply(_ migrations: [Migration], to settings: ConnectionSettings) async throws {
    let connection = try await Connection.open(settings.patient)
    for migration in migrations {
      if let failure = try await migration.up.apply(on: connection) {
        throw PrefixFailure(migration: migration, failure: failure)
      }
    }
  }

  /// A checksum for every beginning: of none, of the first, of the first two, …
  private func chain(_ migrations: [Migration]) async -> [Checksum] {
    let version = await host.serverVersion
    var last = Checksum(digestOf: Array("gate-prefix/1 \(version)".utf8))
    var chain = [last]
    for migration in migrations {
      let mode = migration.up.isTransactional.map { $0 ? 1 : 2 } ?? 0
      last = Checksum(digestOf: last.bytes + migration.up.checksum.bytes + [UInt8(mode)])
      chain.append(last)
    }
    return chain
  }
}

/// A migration of those that a change builds on does not run: nothing after it can be judged.
package struct PrefixFailure: Error, Sendable, Hashable, CustomStringConvertible {
  /// Which.
  package var migration: Migration
  /// Why not.
  package var failure: ScriptFailure

  /// One line with the place.
  package var description: String {
    "the migration `\(migration)` of the base does not run: \(failure.path):\(failure.line): "
      + failure.error.message
  }
}

/// A database of one's own, to be given back.
struct Clone: Sendable {
  let database: ScratchHost.Database
  /// As it was when it was made.
  let schema: SchemaSnapshot
  /// Those of the server at that time.
  let roles: Set<String>
}

extension Connection {
  fileprivate var roles: Set<String> {
    get async throws(PostgresError) {
      Set(try await query("select rolname from pg_catalog.pg_roles").compactMap { $0[0] })
    }
  }
}

extension String {
  /// Whether it makes roles, also where it only puts the statement together.
  fileprivate var makesRoles: Bool {
    let words = split { $0.isWhitespace || $0 == "'" || $0 == ";" }
    return zip(words, words.dropFirst()).contains { first, second in
      first.lowercased() == "create" && ["role", "user", "group"].contains(second.lowercased())
    }
  }
}

extension ConnectionSettings {
  /// For sessions that run migrations: none waits for a lock or runs for ever.
  var patient: ConnectionSettings {
    var other = self
    other.keywords["options", default: ""] += " -c lock_timeout=5s -c statement_timeout=120s"
    return other
  }
}

extension MigrationText {
  /// Runs it without a look at what each statement does, and forgets what it set in its session.
  func apply(on connection: Connection) async throws -> ScriptFailure? {
    // One message instead of one a statement, where nothing stands against it.
    if isTransactional ?? true, hasNoObstacle {
      do throws(PostgresError) {
        try await connection.run(script: "begin;\n" + text + "\n;commit")
        try await connection.query("discard all")
        return nil
      } catch {
        await connection.rollBack()
      }
    }
    // Again, where that failed: not every error says where.
    if let failure = try await ScriptRun(self, on: connection).failure { return failure }
    try await connection.query("discard all")
    return nil
  }
}
