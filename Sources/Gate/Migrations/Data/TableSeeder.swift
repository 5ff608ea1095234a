internal import Postgres

/// Puts rows into one table, and changes values where a constraint does not take them.
struct TableSeeder {
  private let table: SeedTable
  private let catalog: SeedCatalog
  private let connection: Connection
  /// Tables that have no rows yet.
  private let later: Set<String>
  /// Tables that get none.
  private let failed: Set<String>
  /// Whether keys and triggers are left unchecked.
  private var isUnchecked = false

  init(
    _ table: SeedTable, _ catalog: SeedCatalog, _ connection: Connection, later: Set<String>,
    failed: Set<String>
  ) {
    (self.table, self.catalog, self.connection) = (table, catalog, connection)
    (self.later, self.failed) = (later, failed)
  }

  /// - Returns: why no row could be put in; nil where one was.
  mutating func seed() async throws -> String? {
    if let reason = try await fill() { return reason }
    // Triggers and rules may have thrown the rows away without an error.
    let name = "\(quotedIdentifier(table.schema)).\(quotedIdentifier(table.name))"
    let isFilled = try await connection.query(
      SQL(verbatim: "select exists (select from \(name))")
    ).scalar
    return isFilled == "t" ? nil : "its triggers or rules take no row"
  }

  private mutating func fill() async throws -> String? {
    let rows = [values(1), values(2)]
    if await insert(rows) == nil { return nil }
    var (reason, isSeeded): (String?, Bool) = (nil, false)
    for (index, row) in rows.enumerated() {
      if let error = await repair(row, index + 1) {
        reason = reason ?? error.message
      } else {
        isSeeded = true
      }
    }
    return isSeeded ? nil : reason
  }

  /// The values of a row, by the numbers of columns; those without one get their default.
  private func values(_ row: Int) -> SeedRow {
    var values: SeedRow = [:]
    for column in table.columns { values[column.number] = catalog.value(column, row: row) }
    for key in table.keys where later.contains(key.target) || failed.contains(key.target) {
      guard let optional = key.columns.first(where: { table.column($0)?.isRequired == false })
      else { continue }
      values[optional] = nil
    }
    return values
  }

  /// Tries one row until it is taken, or nothing is left to try.
  private mutating func repair(_ start: SeedRow, _ row: Int) async -> PostgresError? {
    var values = start
    var settled: Set<String> = []
    guard var error = await insert([values]) else { return nil }
    for _ in 0..<16 {
      if error.sqlState == "23503", let taken = await referred(by: error, row) {
        values.merge(taken) { $1 }
      } else if settled.insert(error.identity).inserted,
        let better = await better(values, SeedRepair(error, values, table, catalog), not: settled)
      {
        values = better
      } else if !isUnchecked {
        isUnchecked = true
      } else {
        break
      }
      guard let next = await insert([values]) else { return nil }
      error = next
    }
    return error
  }

  /// A choice that is taken, or else the first that is refused for a reason that was not met before.
  private func better(
    _ values: SeedRow, _ repair: SeedRepair, not refused: Set<String>
  ) async -> SeedRow? {
    var step: SeedRow?
    for (number, choice) in repair.choices.enumerated() {
      // What leads somewhere is tried soon: the likeliest come first.
      if step != nil, number > 500 { break }
      let other = values.merging(choice.set) { $1 }.filter { !choice.left.contains($0.key) }
      switch await attempt(other, choice, refused) {
      case .taken: return other
      case .different: step = step ?? other
      case .no: break
      }
    }
    return step
  }

  private enum Attempt { case taken, different, no }

  /// The row is not kept.
  private func attempt(
    _ values: SeedRow, _ choice: SeedRepair.Choice, _ refused: Set<String>
  ) async -> Attempt {
    do throws(PostgresError) {
      try await connection.query("begin")
    } catch { return .no }
    let error = await insert([values])
    await connection.rollBack()
    guard let error else { return .taken }
    if refused.contains(error.identity) || error.sqlState == "23502" { return .no }
    guard error.sqlState?.category == "22" else { return .different }
    // The choice itself may be what its column's type does not take.
    let isOther = error.refusedText.map { !choice.set.values.contains($0) } ?? false
    return isOther ? .different : .no
  }

  /// What the row that a key refers to really holds.
  private func referred(by error: PostgresError, _ row: Int) async -> SeedRow? {
    guard let key = table.keys.first(where: { $0.name == error.object?.constraint }),
      let target = catalog.tables.first(where: { $0.id == key.target })
    else { return nil }
    let columns = key.targetColumns.map(quotedIdentifier).joined(separator: ", ")
    let from = "\(quotedIdentifier(target.schema)).\(quotedIdentifier(target.name))"
    let sql = SQL(verbatim: "select \(columns) from \(from) order by 1 desc limit 2")
    // Without a row to refer to there is no value.
    guard let rows = try? await connection.query(sql), let first = rows.first else { return nil }
    let chosen = rows.count >= row ? rows[rows.count - row] : first
    var values: SeedRow = [:]
    for (index, column) in key.columns.enumerated() { values[column] = chosen[index] }
    return values
  }

  private func insert(_ rows: [SeedRow]) async -> PostgresError? {
    let columns = table.columns.filter { column in
      rows.contains { $0[column.number] != nil } || column.standard == nil
    }
    var sql = SQL.StringInterpolation(literalCapacity: 100, interpolationCount: columns.count)
    sql.appendLiteral("insert into ")
    sql.appendInterpolation(identifier: table.schema)
    sql.appendLiteral(".")
    sql.appendInterpolation(identifier: table.name)
    if columns.isEmpty {
      sql.appendLiteral(" default values")
    } else {
      sql.appendLiteral(" (\(columns.map { quotedIdentifier($0.name) }.joined(separator: ", ")))")
      sql.appendLiteral(" overriding system value values ")
      for (number, row) in rows.enumerated() {
        sql.appendLiteral(number == 0 ? "(" : ", (")
        for (place, column) in columns.enumerated() {
          if place > 0 { sql.appendLiteral(", ") }
          sql.appendInterpolation(row[column.number])
        }
        sql.appendLiteral(")")
      }
    }
    sql.appendLiteral(" on conflict do nothing")
    return await send(SQL(stringInterpolation: sql))
  }

  private func send(_ sql: SQL) async -> PostgresError? {
    do throws(PostgresError) {
      if isUnchecked { try await connection.query("set session_replication_role = replica") }
      try await connection.query(sql)
      if isUnchecked { try await connection.query("reset session_replication_role") }
      return nil
    } catch {
      if isUnchecked {
        // Where it fails, the transaction has failed, and takes the setting back.
        _ = try? await connection.query("reset session_replication_role")
      }
      return error
    }
  }
}
