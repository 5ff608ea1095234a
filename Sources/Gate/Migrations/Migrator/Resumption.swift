internal import PgQuery
internal import Postgres

/// What a statement that no transaction holds may have done before the migrator was killed.
struct Resumption {
  private let piece: MigrationScript.Piece
  private let connection: Connection

  init(_ piece: MigrationScript.Piece, _ connection: Connection) {
    self.piece = piece
    self.connection = connection
  }

  /// Whether nothing is left to do. Half an index is removed first: `CREATE INDEX CONCURRENTLY` that was
  /// ended leaves an invalid one, which costs every write and helps no read.
  ///
  /// - Parameter isResumed: whether this is the statement at which an earlier run stopped. Otherwise
  ///   what is there already is not this migration's, and the server says so.
  func isDone(isResumed: Bool) async throws -> Bool {
    guard isResumed, let statement = piece.statement else { return false }
    let node = statement.node
    switch statement.kind {
    case "IndexStmt": return try await indexIsWhole(node)
    case "DropStmt":
      // Gone, or still to be dropped.
      for name in node["objects"].children.map(\.indexName)
      where try await exists(name) { return false }
      return true
    case "CreatedbStmt": return try await database(node) != nil
    case "DropdbStmt": return try await database(node) == nil
    case "ReindexStmt":
      try await dropHalfReindexed()
      return false
    case "AlterTableStmt": return try await isDetached(node)
    default: return false
    }
  }

  private func indexIsWhole(_ node: SQLNode) async throws -> Bool {
    guard let name = node["idxname"].text else {
      // Without a name it cannot be found again: what is invalid on the table is what was left.
      try await dropInvalid(on: node["relation"].relationName)
      return false
    }
    let schema = node["relation"]["schemaname"].text
    let index =
      schema.map { "\(quotedIdentifier($0)).\(quotedIdentifier(name))" } ?? quotedIdentifier(name)
    let table = node["relation"].relationName
    let isValid = try await connection.query(
      "select indisvalid from pg_index where indexrelid = to_regclass(\(index)) and indrelid = to_regclass(\(table))"
    ).scalar
    if isValid == "f" {
      try await connection.query(SQL(verbatim: "drop index concurrently \(index)"))
    }
    return isValid == "t"
  }

  private func dropInvalid(on table: String) async throws {
    let left = try await connection.query(
      """
      select indexrelid::regclass::text from pg_index
      where not indisvalid and indrelid = to_regclass(\(table))
      """)
    for row in left {
      // A regclass as text is quoted where it has to be.
      try await connection.query(SQL(verbatim: "drop index concurrently \(row[0] ?? "")"))
    }
  }

  /// Source: PostgreSQL, REINDEX: what is left of one that failed ends in `_ccnew` or `_ccold`.
  private func dropHalfReindexed() async throws {
    let left = try await connection.query(
      """
      select indexrelid::regclass::text from pg_index join pg_class c on c.oid = indexrelid
      where not indisvalid and c.relname ~ '_cc(new|old)[0-9]*$'
      """)
    for row in left {
      try await connection.query(SQL(verbatim: "drop index concurrently \(row[0] ?? "")"))
    }
  }

  private func isDetached(_ node: SQLNode) async throws -> Bool {
    let command = node["cmds"].children.first { $0["subtype"].holds("AT_DetachPartition") }
    guard let command else { return false }
    let (parent, child) = (node["relation"].relationName, command["def"]["name"].relationName)
    let isPending = try await connection.query(
      """
      select inhdetachpending from pg_inherits
      where inhparent = to_regclass(\(parent)) and inhrelid = to_regclass(\(child))
      """
    ).scalar
    if isPending == "t" {
      try await connection.query(
        SQL(verbatim: "alter table \(parent) detach partition \(child) finalize"))
    }
    return isPending != "f"
  }

  private func exists(_ name: String) async throws -> Bool {
    try await connection.query("select to_regclass(\(name))").scalar != nil
  }

  private func database(_ node: SQLNode) async throws -> String? {
    try await connection.query(
      "select datname from pg_database where datname = \(node["dbname"].text)"
    ).scalar
  }
}

extension SQLNode {
  /// A relation as SQL reads it back.
  fileprivate var relationName: String {
    [self["schemaname"].text, self["relname"].text].compactMap { $0 }.map(quotedIdentifier)
      .joined(separator: ".")
  }

  /// The name of what is dropped.
  fileprivate var indexName: String {
    self["items"].children.compactMap { $0["sval"].text }.map(quotedIdentifier)
      .joined(separator: ".")
  }
}
