internal import PgQuery
internal import Postgres

/// What a statement that no transaction holds may have done before the migrator was killed.
///
/// It is asked for the statement at which an earlier run stopped, and for no other: what is there
/// already is not this migration's then, and the server says so.
struct Resumption {
  private let piece: MigrationScript.Piece
  private let connection: Connection
  private let attempt: String
  private let leftovers: InvalidIndexes

  /// - Parameter attempt: the transaction that noted that the piece is sent.
  init(_ piece: MigrationScript.Piece, _ connection: Connection, since attempt: String) {
    self.piece = piece
    self.connection = connection
    self.attempt = attempt
    leftovers = InvalidIndexes(connection, since: attempt)
  }

  /// Whether nothing is left to do. Half an index is removed first: `CREATE INDEX CONCURRENTLY` that was
  /// ended leaves an invalid one, which costs every write and helps no read.
  func isDone() async throws -> Bool {
    guard let statement = piece.statement else { return false }
    let node = statement.node
    switch statement.kind {
    case "IndexStmt": return try await indexIsWhole(node)
    case "DropStmt":
      // Gone, or still to be dropped.
      for name in node["objects"].children.map(\.indexName)
      where try await exists("select to_regclass(\(name))") { return false }
      return true
    case "CreatedbStmt": return try await database(node)
    case "DropdbStmt": return try await !database(node)
    case "CreateTableSpaceStmt": return try await tablespace(node)
    case "DropTableSpaceStmt": return try await !tablespace(node)
    case "CreateSubscriptionStmt": return try await subscription(node)
    case "DropSubscriptionStmt": return try await !subscription(node)
    case "ReindexStmt":
      try await dropHalfReindexed(node)
      return false
    case "AlterTableStmt": return try await isDetached(node)
    default: return false
    }
  }

  private func indexIsWhole(_ node: SQLNode) async throws -> Bool {
    let relation = node["relation"]
    guard let name = node["idxname"].text else {
      let parts = [node["indexParams"], node["indexIncludingParams"]].flatMap { Array($0.children) }
      let columns = parts.map { $0["name"].text }
      try await leftovers.drop(columns: columns, onTable: relation.relationName)
      return try await isBuilt(node, on: columns)
    }
    try await leftovers.drop(named: name, onTable: relation.relationName)
    return try await exists(
      """
      select c.oid from pg_index i join pg_class c on c.oid = i.indexrelid
      where c.relname = \(name) and i.indrelid = to_regclass(\(relation.relationName))
      """)
  }

  /// An index without a name that its session has built after nobody listened to it any more.
  ///
  /// - Parameter columns: in order; nil for an expression.
  private func isBuilt(_ node: SQLNode, on columns: [String?]) async throws -> Bool {
    try await exists(
      """
      select c.oid from pg_index i join pg_class c on c.oid = i.indexrelid join pg_am m on m.oid = c.relam
      where i.indrelid = to_regclass(\(node["relation"].relationName))
        and age(c.xmin) < age(\(attempt)::xid) and c.relname ~ '_idx[0-9]*$'
        and i.indisunique = \(node["unique"].bool) and m.amname = \(node["accessMethod"].text)
        and (i.indpred is not null) = \(node["whereClause"].exists)
        and \(SQLValue.texts(columns)) = array(
          select a.attname::text from unnest(i.indkey::int2[]) with ordinality k(number, place)
            left join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.number
          order by k.place)
      """)
  }

  private func dropHalfReindexed(_ node: SQLNode) async throws {
    guard node["params"].option("concurrently") == true else { return }
    let relation = node["relation"].relationName
    switch node["kind"].text {
    case "REINDEX_OBJECT_INDEX":
      let name = node["relation"]["relname"].text ?? ""
      try await leftovers.drop(reindexed: .index(relation, name: name))
    case "REINDEX_OBJECT_TABLE": try await leftovers.drop(reindexed: .table(relation))
    case "REINDEX_OBJECT_SCHEMA":
      try await leftovers.drop(reindexed: .schema(node["name"].text ?? ""))
    default: try await leftovers.drop(reindexed: .database)
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

  private func database(_ node: SQLNode) async throws -> Bool {
    try await exists("select oid from pg_database where datname = \(node["dbname"].text)")
  }

  private func tablespace(_ node: SQLNode) async throws -> Bool {
    try await exists("select oid from pg_tablespace where spcname = \(node["tablespacename"].text)")
  }

  private func subscription(_ node: SQLNode) async throws -> Bool {
    try await exists(
      """
      select s.oid from pg_subscription s join pg_database d on d.oid = s.subdbid
      where s.subname = \(node["subname"].text) and d.datname = current_database()
      """)
  }

  private func exists(_ query: SQL) async throws -> Bool {
    try await connection.query(query).scalar != nil
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
