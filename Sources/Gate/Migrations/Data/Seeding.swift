internal import Postgres

/// What came of putting rows into every table.
package struct Seeding: Sendable, Hashable {
  /// Tables that have rows, also those that had some before, in order.
  package var seeded: [String] = []
  /// Tables that have none, and why.
  package var empty: [Empty] = []

  /// A table that could not be given a row.
  package struct Empty: Sendable, Hashable {
    /// With its schema.
    package var table: String
    /// In the server's words, or ours.
    package var reason: String
  }

  /// Puts two rows into every table that has none, so that all constraints hold.
  ///
  /// Tables come after those that they refer to. Where tables refer to each other in a circle, a key that
  /// may be null is left out; where none may be, the row is put in unchecked: what it refers to is called
  /// the same and comes later.
  init(_ connection: Connection, without: [String] = bookkeepingTables) async throws {
    let catalog = try await SeedCatalog(connection, without: without)
    empty = catalog.unusable.map { Empty(table: $0, reason: "it has no partition") }
    let filled = try await Seeding.filled(catalog.tables, connection)
    var done = filled
    var left = catalog.tables.filter { !filled.contains($0.id) }
    seeded = catalog.tables.filter { filled.contains($0.id) }.map(\.fullName)
    var failed: Set<String> = []
    while !left.isEmpty {
      let waiting = Set(left.map(\.id))
      // Of those that wait for each other, one whose keys may be null, or else the first.
      let index =
        left.firstIndex { $0.keys.allSatisfy { [waiting] key in !waiting.contains(key.target) } }
        ?? left.firstIndex { table in
          table.keys.allSatisfy {
            !waiting.contains($0.target) || $0.target == table.id || table.isOptional($0)
          }
        } ?? 0
      let table = left.remove(at: index)
      let later = waiting.subtracting([table.id])
      var seeder = TableSeeder(table, catalog, connection, later: later, failed: failed)
      if let reason = try await seeder.seed() {
        failed.insert(table.id)
        empty.append(Empty(table: table.fullName, reason: reason))
      } else {
        done.insert(table.id)
        seeded.append(table.fullName)
      }
    }
    seeded.sort()
    empty.sort { $0.table < $1.table }
    try await Seeding.moveSequences(connection)
  }

  private static func filled(
    _ tables: [SeedTable], _ connection: Connection
  ) async throws(PostgresError) -> Set<String> {
    guard !tables.isEmpty else { return [] }
    let parts = tables.map { table in
      "select '\(table.id)' where exists (select from \(quotedIdentifier(table.schema)).\(quotedIdentifier(table.name)))"
    }
    let rows = try await connection.query(SQL(verbatim: parts.joined(separator: " union all ")))
    return Set(rows.compactMap { $0[0] })
  }

  /// What a migration inserts must not get the numbers of these rows.
  private static func moveSequences(_ connection: Connection) async throws(PostgresError) {
    try await connection.query(
      """
      select setval(s.seqrelid, least(s.seqmax, 1000)) from pg_sequence s
      join pg_class c on c.oid = s.seqrelid join pg_namespace n on n.oid = c.relnamespace
      where n.nspname !~ '^pg_' and s.seqincrement > 0 and s.seqmin <= 1000
        and coalesce(pg_sequence_last_value(s.seqrelid), 0) < 1000
      """)
  }
}
