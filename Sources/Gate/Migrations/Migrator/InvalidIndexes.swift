internal import Postgres

/// Indexes that were left half built since a statement was sent, and that nobody builds any more.
///
/// Whoever builds one beside the program in use holds SHARE UPDATE EXCLUSIVE on its table from before the
/// index is there until it is valid. Such a one is waited for, as the statement that runs next would have
/// to, and is then left alone: so is everything that is not this statement's.
struct InvalidIndexes {
  private let connection: Connection
  private let attempt: String

  /// - Parameter attempt: the transaction that noted that the statement is sent.
  init(_ connection: Connection, since attempt: String) {
    self.connection = connection
    self.attempt = attempt
  }

  /// What is left of an index with a name.
  func drop(named name: String, onTable table: String) async throws {
    try await drop(SQLValue.texts([]), relation: table) { $0.isOnRelation && $0.name == name }
  }

  /// What is left of an index that the server gave its name: `t_a_idx`, `t_a_idx1`.
  ///
  /// - Parameter columns: in order; nil for an expression.
  func drop(columns: [String?], onTable table: String) async throws {
    try await drop(SQLValue.texts(columns), relation: table) {
      $0.isOnRelation && $0.hasColumns && $0.base(before: ["idx"]) != nil
    }
  }

  /// What is left of a REINDEX CONCURRENTLY. Source: PostgreSQL, REINDEX: their names end so.
  func drop(reindexed scope: Scope) async throws {
    try await drop(SQLValue.texts([]), relation: scope.relation) {
      guard let base = $0.base(before: ["ccnew", "ccold"]) else { return false }
      return switch scope {
      case .index(_, let name):
        // A long name is cut to make room for the ending.
        $0.isOnRelation && (base == name || base.utf8.count > 50 && name.hasPrefix(base))
      case .table: $0.isOnRelation
      case .schema(let schema): $0.schema == schema
      case .database: true
      }
    }
  }

  /// What a REINDEX was asked for. Relations are written as SQL reads them.
  enum Scope {
    case index(String, name: String)
    case table(String)
    case schema(String)
    case database

    fileprivate var relation: String? {
      switch self {
      case .index(let relation, _), .table(let relation): relation
      case .schema, .database: nil
      }
    }
  }

  private func drop(
    _ columns: SQLValue, relation: String?, where isMeant: (Found) -> Bool
  ) async throws {
    while true {
      let found = try await all(columns, relation).filter(isMeant)
      if found.contains(where: \.isBuilt) {
        try await Task.sleep(for: .milliseconds(100))
        continue
      }
      // The catalogs are read before the locks: one that was ready between them is valid by now.
      let dead = Set(found.filter(\.isNewer).map(\.id))
      for index in try await all(columns, relation) where dead.contains(index.id) {
        try await connection.query(SQL(verbatim: "drop index concurrently \(index.reference)"))
      }
      return
    }
  }

  /// Every invalid index of the database: there are few.
  private func all(_ columns: SQLValue, _ relation: String?) async throws -> [Found] {
    try await connection.query(
      """
      select c.oid, c.oid::regclass::text as reference, c.relname, n.nspname,
        to_regclass(\(relation)) in (owner.id, c.oid) or exists (
          select from pg_index r where r.indexrelid = to_regclass(\(relation)) and r.indrelid = i.indrelid)
          or to_regclass(\(relation)) in (select pg_partition_ancestors(owner.id)) as on_relation,
        array(select a.attname::text from unnest(i.indkey::int2[]) with ordinality k(number, place)
          left join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.number
          order by k.place) = \(columns) as has_columns,
        exists (select from pg_locks l join pg_database d on d.oid = l.database
          where d.datname = current_database() and l.relation in (owner.id, i.indrelid)
          and l.mode = 'ShareUpdateExclusiveLock' and l.granted and l.pid <> pg_backend_pid()) as is_built,
        age(c.xmin) < age(\(attempt)::xid) as is_newer
      from pg_index i join pg_class c on c.oid = i.indexrelid
        left join pg_class h on h.reltoastrelid = i.indrelid
        cross join lateral (select coalesce(h.oid, i.indrelid) as id) owner
        join pg_class t on t.oid = owner.id join pg_namespace n on n.oid = t.relnamespace
      where not i.indisvalid order by c.oid
      """
    ).map { row in
      Found(
        id: row.int("oid") ?? 0, reference: row["reference"] ?? "", name: row["relname"] ?? "",
        schema: row["nspname"] ?? "", isOnRelation: row.bool("on_relation") ?? false,
        hasColumns: row.bool("has_columns") ?? false, isBuilt: row.bool("is_built") ?? true,
        isNewer: row.bool("is_newer") ?? false)
    }
  }

  private struct Found {
    var id: Int
    /// As SQL reads it back.
    var reference: String
    var name: String
    /// Of its table; where that is a TOAST table, of the table that it belongs to.
    var schema: String
    var isOnRelation: Bool
    var hasColumns: Bool
    /// Whether somebody else works on its table.
    var isBuilt: Bool
    /// Whether it was made after the attempt.
    var isNewer: Bool

    /// What stands before `_idx` and a number; nil where the name does not end so.
    func base(before endings: [String]) -> String? {
      let parts = name.split(separator: "_", omittingEmptySubsequences: false)
      guard let last = parts.last else { return nil }
      let letters = String(last.reversed().drop { $0.isNumber }.reversed())
      return endings.contains(letters) ? parts.dropLast().joined(separator: "_") : nil
    }
  }
}
