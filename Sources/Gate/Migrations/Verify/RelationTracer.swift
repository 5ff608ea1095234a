internal import Postgres

/// Sees what statements do to the relations that were there when it was made, by asking in their own
/// transaction after each.
struct RelationTracer {
  private let known: [String: Relation]
  private var seen: [String: Sight]

  private struct Relation {
    var name: String
    var isIndex: Bool
  }

  /// What the server says of a relation at some moment.
  private struct Sight {
    var mode: LockMode?
    var file: String?
    var scans: Int
  }

  /// Looks at every relation of the project. The transaction must have begun.
  init(_ connection: Connection) async throws(PostgresError) {
    var known: [String: Relation] = [:]
    var seen: [String: Sight] = [:]
    let rows = try await connection.query(
      """
      select c.oid, n.nspname || '.' || c.relname as name, c.relkind in ('i', 'I') as is_index,
        c.relfilenode as file,
        case when c.relkind in ('r', 'm') then pg_catalog.pg_stat_get_xact_numscans(c.oid) end as scans
      from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      where c.oid >= 16384 and c.relkind <> 't' and n.nspname <> 'pg_toast'
      """)
    for row in rows {
      guard let id = row["oid"], let name = row["name"] else { continue }
      known[id] = Relation(name: name, isIndex: row.bool("is_index") == true)
      seen[id] = Sight(mode: nil, file: row["file"], scans: row.int("scans") ?? 0)
    }
    (self.known, self.seen) = (known, seen)
  }

  /// What was done since the last time, in the same transaction.
  mutating func effect(_ connection: Connection) async throws(PostgresError)
    -> StatementTrace.Effect
  {
    // A relation whose file was changed, or that was read, is locked.
    let rows = try await connection.query(
      """
      select l.relation, l.mode, c.relfilenode as file,
        case when c.relkind in ('r', 'm') then pg_catalog.pg_stat_get_xact_numscans(c.oid) end as scans
      from pg_catalog.pg_lock_status() l left join pg_catalog.pg_class c on c.oid = l.relation
      where l.pid = pg_catalog.pg_backend_pid() and l.locktype = 'relation' and l.granted
        and l.relation >= 16384
      """)
    var strongest: [String: Sight] = [:]
    for row in rows {
      guard let id = row["relation"], known[id] != nil else { continue }
      let mode = row["mode"].flatMap { LockMode($0) }
      let other = strongest[id]?.mode
      strongest[id] = Sight(
        mode: max(mode ?? .accessShare, other ?? .accessShare), file: row["file"],
        scans: row.int("scans") ?? 0)
    }
    var effect = StatementTrace.Effect()
    for (id, now) in strongest {
      guard let relation = known[id] else { continue }
      let before = seen[id]
      if let mode = now.mode, before?.mode.map({ mode > $0 }) ?? true {
        effect.locks.append(
          RelationLock(relation: relation.name, mode: mode, isIndex: relation.isIndex))
      }
      if let file = now.file, let old = before?.file, file != old {
        effect.rewritten.append(relation.name)
      }
      if now.scans > before?.scans ?? 0 { effect.scanned.append(relation.name) }
      seen[id] = now
    }
    effect.locks.sort { $0.relation < $1.relation }
    effect.rewritten.sort()
    effect.scanned.sort()
    return effect
  }

  /// The transaction has ended, and its locks with it.
  mutating func forgetLocks() {
    for id in seen.keys { seen[id]?.mode = nil }
  }
}
