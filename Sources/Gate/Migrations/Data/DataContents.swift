internal import Postgres

/// What is in every table, as far as it takes to see a difference: how many rows, and a number for the
/// values of each column, whatever order the rows are in.
struct DataContents: Sendable, Hashable {
  private(set) var tables: [String: Table] = [:]

  struct Table: Sendable, Hashable {
    var rows: Int
    var columns: [String: String]
  }

  init(_ connection: Connection, without: [String] = bookkeepingTables) async throws(PostgresError)
  {
    let columns = try await connection.query(
      """
      select n.nspname, c.relname, a.attname
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
        left join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      where c.relkind = 'r' and c.relpersistence <> 't' and n.nspname !~ '^pg_'
        and n.nspname <> 'information_schema'
        and c.relname <> all (\(.texts(without.map { $0 }))::text[])
      order by n.nspname, c.relname, a.attnum
      """)
    var names: [(table: String, from: String, columns: [String])] = []
    for row in columns {
      guard let schema = row["nspname"], let name = row["relname"] else { continue }
      let table = "\(schema).\(name)"
      if names.last?.table != table {
        let from = "only \(quotedIdentifier(schema)).\(quotedIdentifier(name))"
        names.append((table, from, []))
      }
      if let column = row["attname"] { names[names.count - 1].columns.append(column) }
    }
    guard !names.isEmpty else { return }
    let parts = names.enumerated().map { number, table in
      // The sum does not care for the order; a null counts as something.
      let sums = table.columns.map {
        "sum(pg_catalog.hashtextextended(coalesce(\(quotedIdentifier($0))::text, e'\\x01'), 0))"
      }
      let list = sums.isEmpty ? "null" : "concat_ws(' ', \(sums.joined(separator: ", ")))"
      return "select \(number), count(*), \(list) from \(table.from)"
    }
    for row in try await connection.query(SQL(verbatim: parts.joined(separator: " union all "))) {
      guard let number = row[0].flatMap({ Int($0) }) else { continue }
      let sums = row[2]?.split(separator: " ").map(String.init) ?? []
      tables[names[number].table] = Table(
        rows: row[1].flatMap { Int($0) } ?? 0,
        columns: Dictionary(zip(names[number].columns, sums)) { first, _ in first })
    }
  }

  /// Tables that have fewer rows now; those that are gone are a matter of the schema.
  func losses(to now: DataContents) -> [DataTrial.Loss] {
    tables.sorted { $0.key < $1.key }.compactMap { name, table in
      guard let rows = now.tables[name]?.rows, rows < table.rows else { return nil }
      return DataTrial.Loss(table: name, before: table.rows, after: rows)
    }
  }

  /// Columns that are still there, and whose values are others now: `shop.orders.total`.
  func changes(to now: DataContents) -> [String] {
    tables.sorted { $0.key < $1.key }.flatMap { name, table -> [String] in
      guard let other = now.tables[name], other.rows == table.rows else { return [] }
      return table.columns.sorted { $0.key < $1.key }.compactMap { column, sum in
        other.columns[column].flatMap { $0 == sum ? nil : "\(name).\(column)" }
      }
    }
  }
}
