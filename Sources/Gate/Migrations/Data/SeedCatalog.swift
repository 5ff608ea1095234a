internal import Postgres

/// The tables of a database and the types of their columns.
struct SeedCatalog: Sendable {
  let tables: [SeedTable]
  let types: [String: SeedType]
  /// Partitioned tables that have no partition: nothing can be put into them.
  let unusable: [String]

  /// - Parameter without: the names of tables that get no rows.
  init(_ connection: Connection, without: [String]) async throws(PostgresError) {
    let names = SQLValue.texts(without.map { $0 })
    let rows = try await connection.query(
      """
      select c.oid, n.nspname, c.relname, c.relkind,
        case when c.relispartition then pg_get_partition_constraintdef(c.oid) end as partition,
        exists (select from pg_inherits where inhparent = c.oid) as has_parts
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'p') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
        and c.relpersistence <> 't' and c.relname <> all (\(names)::text[])
        and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass
          and d.objid = c.oid and d.refclassid = 'pg_extension'::regclass and d.deptype = 'e')
      order by n.nspname, c.relname
      """)
    let parts = try await Parts(connection)
    var (tables, unusable): ([SeedTable], [String]) = ([], [])
    for row in rows {
      guard let id = row["oid"], let schema = row["nspname"], let name = row["relname"] else {
        continue
      }
      if row["relkind"] == "p" {
        if row.bool("has_parts") != true { unusable.append("\(schema).\(name)") }
        continue
      }
      let columns = parts.columns[id, default: []]
      let partition = row["partition"].map { text in
        SeedTable.Check(
          name: "", columns: columns.filter { text.contains($0.name) }.map(\.number), text: text)
      }
      tables.append(
        SeedTable(
          id: id, schema: schema, name: name, columns: columns,
          checks: parts.checks[id, default: []], keys: parts.keys[id, default: []],
          partition: partition))
    }
    self.tables = tables
    self.unusable = unusable
    types = try await SeedCatalog.types(connection)
  }

  private static func types(
    _ connection: Connection
  ) async throws(PostgresError) -> [String: SeedType] {
    let rows = try await connection.query(
      """
      select t.oid, t.typname, t.typtype, t.typcategory, t.typtypmod,
        case t.typtype when 'd' then t.typbasetype when 'r' then r.rngsubtype
          when 'm' then m.rngtypid else nullif(t.typelem, 0) end as part,
        (select string_agg(enumlabel, e'\\x1f' order by enumsortorder)
          from pg_enum where enumtypid = t.oid) as labels,
        (select string_agg(a.atttypid::text, ' ' order by a.attnum) from pg_attribute a
          where a.attrelid = t.typrelid and a.attnum > 0 and not a.attisdropped) as attributes,
        case when t.typtype = 'd' then (
          select string_agg(conname || e'\\x1e' || pg_get_constraintdef(k.oid), e'\\x1f')
          from pg_constraint k where k.contypid = t.oid and k.contype = 'c') end as checks
      from pg_type t left join pg_range r on r.rngtypid = t.oid
        left join pg_range m on m.rngmultitypid = t.oid
      where t.typtype <> 'p' and (t.typrelid = 0
        or exists (select from pg_class c where c.oid = t.typrelid and c.relkind = 'c'))
      """)
    var types: [String: SeedType] = [:]
    for row in rows {
      guard let id = row["oid"], let name = row["typname"] else { continue }
      types[id] = SeedType(
        name: name, kind: row["typtype"] ?? "b", category: row["typcategory"] ?? "U",
        part: row["part"], modifier: row.int("typtypmod") ?? -1,
        labels: row["labels"]?.split(separator: "\u{1F}").map(String.init) ?? [],
        attributes: row["attributes"]?.split(separator: " ").map(String.init) ?? [],
        checks: (row["checks"]?.split(separator: "\u{1F}") ?? []).map { check in
          let parts = check.split(separator: "\u{1E}", maxSplits: 1)
          return SeedTable.Check(
            name: String(parts[0]), columns: [], text: String(parts.last ?? ""))
        })
    }
    return types
  }
}

/// What belongs to tables, by their ids.
private struct Parts {
  var columns: [String: [SeedTable.Column]] = [:]
  var checks: [String: [SeedTable.Check]] = [:]
  var keys: [String: [SeedTable.ForeignKey]] = [:]

  init(_ connection: Connection) async throws(PostgresError) {
    let all = try await connection.query(
      """
      select a.attrelid, a.attnum, a.attname, a.atttypid, a.atttypmod,
        a.attnotnull or t.typnotnull as required, pg_get_expr(d.adbin, d.adrelid) as standard
      from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_type t on t.oid = a.atttypid
        left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
      where a.attnum > 0 and not a.attisdropped and a.attgenerated = '' and c.oid >= 16384
        and c.relkind = 'r'
      order by a.attrelid, a.attnum
      """)
    for row in all {
      guard let table = row["attrelid"], let name = row["attname"], let type = row["atttypid"]
      else { continue }
      columns[table, default: []].append(
        SeedTable.Column(
          number: row.int("attnum") ?? 0, name: name, type: type,
          modifier: row.int("atttypmod") ?? -1, isRequired: row.bool("required") == true,
          standard: row["standard"]))
    }
    let constraints = try await connection.query(
      """
      select k.conrelid, k.conname, k.contype, array_to_string(k.conkey, ' ') as columns, k.confrelid,
        case when k.contype = 'c' then pg_get_constraintdef(k.oid) end as text,
        (select string_agg(a.attname, e'\\x1f' order by f.place)
          from unnest(k.confkey) with ordinality f (number, place)
          join pg_attribute a on a.attrelid = k.confrelid and a.attnum = f.number) as targets
      from pg_constraint k where k.conrelid <> 0 and k.contype in ('c', 'f') order by k.oid
      """)
    for row in constraints {
      guard let table = row["conrelid"], let name = row["conname"] else { continue }
      let columns = row["columns"]?.split(separator: " ").compactMap { Int($0) } ?? []
      if row["contype"] == "c" {
        checks[table, default: []].append(
          SeedTable.Check(name: name, columns: columns, text: row["text"] ?? ""))
      } else {
        keys[table, default: []].append(
          SeedTable.ForeignKey(
            name: name, columns: columns, target: row["confrelid"] ?? "",
            targetColumns: row["targets"]?.split(separator: "\u{1F}").map(String.init) ?? []))
      }
    }
  }
}
