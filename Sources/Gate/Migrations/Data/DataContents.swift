internal import Postgres

/// What is in every table, as far as it takes to see a difference: how many rows, a number for the values
/// of each column and one for whole rows, whatever order the rows are in.
struct DataContents: Sendable, Hashable {
  private(set) var tables: [String: Table] = [:]

  struct Table: Sendable, Hashable {
    var rows: Int
    var columns: [String: String]
    /// Tells two tables apart whose columns have the same values in other rows.
    var whole: String
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
      // A null counts as something.
      let texts = table.columns.map { "coalesce(\(quotedIdentifier($0))::text, e'\\x01')" }
      // The columns may be in another order afterwards.
      let row = "array[\(texts.sorted().joined(separator: ", "))]::text[]::text"
      let sums = (texts + [row]).map(sum).joined(separator: ", ")
      return "select \(number), count(*), array_to_string(array[\(sums)], ' ') from \(table.from)"
    }
    for row in try await connection.query(SQL(verbatim: parts.joined(separator: " union all "))) {
      guard let number = row[0].flatMap({ Int($0) }) else { continue }
      let sums = row[2]?.split(separator: " ").map(String.init) ?? []
      tables[names[number].table] = Table(
        rows: row[1].flatMap { Int($0) } ?? 0,
        columns: Dictionary(zip(names[number].columns, sums)) { first, _ in first },
        whole: sums.last ?? "")
    }
  }

  /// Tables that have fewer rows now; those that are gone are a matter of the schema.
  func losses(to now: DataContents) -> [DataTrial.Loss] {
    tables.sorted { $0.key < $1.key }.compactMap { name, table in
      guard let rows = now.tables[name]?.rows, rows < table.rows else { return nil }
      return DataTrial.Loss(table: name, before: table.rows, after: rows)
    }
  }

  /// Columns that are still there, and whose values are others now: `shop.orders.total`; or
  /// `shop.orders.*`, where only other values stand beside each other.
  func changes(to now: DataContents) -> [String] {
    tables.sorted { $0.key < $1.key }.flatMap { name, table -> [String] in
      guard let other = now.tables[name], other.rows == table.rows else { return [] }
      let columns = table.columns.sorted { $0.key < $1.key }.compactMap { column, sum in
        other.columns[column].flatMap { $0 == sum ? nil : "\(name).\(column)" }
      }
      let isMixed = table.columns == other.columns && table.whole != other.whole
      return isMixed ? ["\(name).*"] : columns
    }
  }
}

/// One number for all values of a text, in any order.
private func sum(_ text: String) -> String {
  "coalesce(sum(pg_catalog.hashtextextended(\(text), 0)), 0)"
}
