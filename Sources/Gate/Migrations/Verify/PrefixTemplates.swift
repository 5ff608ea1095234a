package import Postgres

/// Databases in which the first migrations of a set have run, made once and then copied.
package actor PrefixTemplates {
  private let host: ScratchHost
  /// By the key of the last migration; that of none is an empty text.
  private var made: [String: Task<ScratchHost.Database, any Error>] = [:]
  private var schemas: [String: SchemaSnapshot] = [:]
  private var used: [ScratchHost.Database] = []
  private var dropping: Task<Void, Never>?

  /// Makes databases on a host, which must outlive it. What was prepared there need not be made.
  package init(_ host: ScratchHost) {
    self.host = host
    if let key = host.preparedKey, let database = host.prepared { made[key] = Task { database } }
  }

  /// A database of one's own in which these migrations have run.
  ///
  /// - Throws: `PrefixFailure` where one of them does not run.
  func clone(after migrations: [Migration]) async throws -> Clone {
    let template = try await template(of: migrations).name
    await dropping?.value
    let database = try await host.database(from: template)
    let roles = try await host.roles
    let old = used
    used = []
    dropping = Task {
      // One that stays goes with the host.
      for database in old { try? await host.drop(database) }
    }
    return Clone(database: database, template: template, roles: roles)
  }

  /// The schema of a copy in which nothing has run yet. The first one is looked at, and not what it is a
  /// copy of: nobody may be connected to that.
  func schema(of clone: Clone, by reader: SchemaReader) async throws -> SchemaSnapshot {
    if let known = schemas[clone.template] { return known }
    let schema = try await reader.snapshot()
    schemas[clone.template] = schema
    return schema
  }

  /// Takes a copy back that nobody needs any more.
  ///
  /// It is dropped when the next is made: its sessions have ended by then.
  ///
  /// - Parameter tried: what ran in it. The roles that it made are dropped at once: they belong to the
  ///   server, and would be in the way of the next copy.
  func takeBack(_ clone: Clone, tried: [Migration]) async {
    used.append(clone.database)
    let texts = tried.flatMap { [$0.up.text, $0.down?.text ?? ""] }
    // On another's server a new role may be another's too.
    guard texts.contains(where: \.makesRoles), await host.isOwnServer else { return }
    await dropping?.value
    // What cannot be dropped is told of by the migration that it is in the way of.
    while let database = used.popLast() { try? await host.drop(database) }
    for role in (try? await host.roles.subtracting(clone.roles)) ?? []
    where texts.contains(where: { $0.contains(role) }) {
      try? await host.drop(role: role)
    }
  }

  /// The schema that a database has in which these migrations have run.
  package func schema(after migrations: [Migration]) async throws -> SchemaSnapshot {
    let clone = try await clone(after: migrations)
    let snapshot = try await schema(of: clone, by: SchemaReader.open(clone.database.settings))
    await takeBack(clone, tried: [])
    return snapshot
  }

  /// Finds or makes the database to copy for these migrations.
  package func template(of migrations: [Migration]) async throws -> ScratchHost.Database {
    let keys = [""] + PrefixChain(migrations).keys
    let key = keys[migrations.count]
    if let task = made[key] { return try await task.value }
    // The longest beginning that is there already.
    let start = keys.indices.reversed().first { made[keys[$0]] != nil } ?? 0
    let earlier = made[keys[start]]
    let task = Task {
      let name = try await earlier?.value.name
      return try await make(from: name, migrations[start...])
    }
    made[key] = task
    do {
      return try await task.value
    } catch {
      made[key] = nil
      throw error
    }
  }

  private func make(
    from name: String?, _ migrations: ArraySlice<Migration>
  ) async throws -> ScratchHost.Database {
    let database = try await host.database(from: name)
    do {
      try await apply(migrations, to: database.settings)
      return database
    } catch {
      // The first error says why; a database that stays goes with the host.
      try? await host.drop(database)
      throw error
    }
  }
}

/// A migration of those that a change builds on does not run: nothing after it can be judged.
package struct PrefixFailure: Error, Sendable, Hashable, CustomStringConvertible {
  /// Which.
  package var migration: Migration
  /// Why not.
  package var failure: ScriptFailure

  /// One line with the place, and what to do where something is missing.
  package var description: String {
    let isMissing = ["42P01", "42704", "42883", "3F000"].contains(
      failure.error.sqlState?.description)
    return "what the change builds on does not run: \(failure.path):\(failure.line): "
      + failure.error.message
      + (isMissing ? "; what comes from elsewhere belongs into `data/before.sql`" : "")
  }
}

/// A database of one's own, to be given back.
struct Clone: Sendable {
  let database: ScratchHost.Database
  /// The database that it is a copy of.
  let template: String
  /// Those of the server when it was made.
  let roles: Set<String>
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
