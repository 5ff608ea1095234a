package import Postgres

/// Reads the schema of one database, on a session of its own: what a migration sets in its session
/// changes nothing here.
package actor SchemaReader {
  private let connection: Connection
  private let query: SchemaQuery
  private var prepared: Set<String> = []
  /// What the session is set to.
  private var since: SchemaMoment?

  private init(_ connection: Connection, _ query: SchemaQuery) {
    (self.connection, self.query) = (connection, query)
  }

  /// Connects.
  ///
  /// - Parameter without: the names of tables that do not count, in every schema: what migrators keep
  ///   for themselves.
  package static func open(
    _ settings: ConnectionSettings, without tables: [String] = bookkeepingTables
  ) async throws(PostgresError) -> SchemaReader {
    let connection = try await Connection.open(settings)
    try await connection.query(
      """
      select set_config('search_path', '', false), set_config('jit', 'off', false),
        set_config('gate.without', (\(.texts(tables.map { $0 }))::text[])::text, false)
      """)
    return SchemaReader(connection, SchemaQuery(version: await connection.serverVersion))
  }

  /// The schema as it is now.
  package func snapshot() async throws -> SchemaSnapshot {
    try SchemaSnapshot(await rows("gate_schema", of: query.all).map { try SchemaObject($0) })
  }

  /// Reads the schemas of two databases at the same time.
  package static func snapshots(
    _ one: ConnectionSettings, _ other: ConnectionSettings,
    without tables: [String] = bookkeepingTables
  ) async throws -> (SchemaSnapshot, SchemaSnapshot) {
    async let first = open(one, without: tables).snapshot()
    async let second = open(other, without: tables).snapshot()
    return try await (first, second)
  }

  /// The schema after another one, by what has changed since a moment when it was that or was on its way
  /// there.
  func schema(
    after old: SchemaSnapshot, since moment: SchemaMoment
  ) async throws -> FollowedSchema {
    let delta = try await changes(since: moment)
    let step = SchemaStep(old, delta)
    guard !step.mayHideNames else { return FollowedSchema(schema: try await snapshot()) }
    if step.goneGroups.isEmpty {
      return FollowedSchema(schema: step.schema, touched: step.written)
    }
    let names = try await connection.query(SQL(verbatim: query.names(step.goneGroups)))
    return step.followed(keeping: Set(names.map { "\($0[0] ?? "") \($0[1] ?? "")" }))
  }

  /// Has the server plan a query the first time: it takes as long as running it.
  private func rows(_ name: String, of text: String) async throws(PostgresError) -> Rows {
    if prepared.insert(name).inserted {
      try await connection.run(script: "prepare \(name) as \(text)")
    }
    return try await connection.query(SQL(verbatim: "execute \(name)"))
  }

  /// Now: what is written from here on is new.
  package func moment() async throws(PostgresError) -> SchemaMoment {
    let rows = try await connection.query(
      "select (pg_snapshot_xmax(pg_current_snapshot())::text::bigint & 4294967295)::text")
    return SchemaMoment(transaction: rows.scalar ?? "")
  }

  /// What was written since a moment. It must be less than a billion transactions ago.
  package func changes(since moment: SchemaMoment) async throws -> SchemaDelta {
    if since != moment {
      try await connection.query("select set_config('gate.since', \(moment.transaction), false)")
      since = moment
    }
    var delta = SchemaDelta(objects: [], counts: [:])
    for row in try await rows("gate_changes", of: query.changed) {
      if row[0] == "#" {
        let count = row[3].flatMap { Int($0) } ?? 0
        if count > 0, let group = row[1] { delta.counts[group] = count }
      } else if row[0] == "?" {
        if let group = row[1] { delta.unread.insert(group) }
      } else {
        delta.objects.append(try SchemaObject(row))
      }
    }
    return delta
  }
}

/// The tables that migrators keep for themselves.
package let bookkeepingTables = [
  "schema_version", "schema_migrations", "goose_db_version", "flyway_schema_history",
  "__diesel_schema_migrations", "schema_version_journal",
]

extension SchemaObject {
  /// Reads a row of `SchemaBranch`.
  fileprivate init(_ row: Row) throws {
    guard let kind = row[0].flatMap({ SchemaObject.kinds[$0] }), let name = row[1] else {
      // The name of an object that went away while it was read is null.
      throw PostgresError("the schema changed while it was read")
    }
    self.init(kind: kind, name: name, owner: row[2], definition: row[3] ?? "")
  }

  /// By SQL's words.
  fileprivate static let kinds = Dictionary(
    uniqueKeysWithValues: Kind.allCases.map { ($0.rawValue, $0) })
}
