/// The two queries that read a schema. Which tables are left out, and since when rows are new, stands in
/// the session's settings `gate.without` and `gate.since`: a prepared statement of SQL's own takes no
/// parameters of the protocol.
struct SchemaQuery: Sendable {
  /// Every row.
  let all: String
  /// The rows that changed, and how many there are of each group.
  let changed: String
  private let branches: [SchemaBranch]

  /// - Parameter version: of the server, such as 150018.
  init(version: Int) {
    branches =
      SchemaBranch.relations + SchemaBranch.ofRelations + SchemaBranch.routines
      + SchemaBranch.others(version: version)
    let union = "\nunion all "
    all = "with \(common)\n" + branches.map(\.all).joined(separator: union)
    changed =
      "with \(since),\n\(common),\n\(touched)\n"
      + branches.flatMap { [$0.changed, $0.count] }.joined(separator: union)
  }
}

private let since = """
  since as materialized (select age(current_setting('gate.since')::xid) as age)
  """

extension SchemaQuery {
  /// What everything of some groups is called.
  func names(_ groups: Set<String>) -> String {
    "with \(common)\n"
      + branches.filter { groups.contains($0.group) }.map(\.names)
      .joined(separator: "\nunion all ")
  }
}

/// What the branches share: the schemas of the project, what belongs to extensions, and the relations.
///
/// The relations are not told by their numbers: with that the planner takes them for few, and walks over
/// everything else for each of them.
private let common = """
  namespace as materialized (
    select oid, xmin, nspname, nspacl, nspowner from pg_namespace
    where nspname !~ '^pg_' and nspname <> 'information_schema'),
  member as materialized (
    select classid, objid from pg_depend
    where refclassid = 'pg_extension'::regclass and deptype = 'e'),
  relation as materialized (
    select c.*, n.nspname, format('%I.%I', n.nspname, c.relname) as name,
      case c.relkind when 'r' then 'table' when 'p' then 'partitioned table' when 'v' then 'view'
        when 'm' then 'materialized view' when 'f' then 'foreign table'
        when 'c' then 'composite type' when 'S' then 'sequence' else 'index' end as kind
    from pg_class c join namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p', 'v', 'm', 'f', 'c', 'S', 'i', 'I')
      and \(isNoMember("pg_class", "c.oid"))
      and c.relname <> all \(uncountedTables))
  """

/// The relations of which some row changed.
private let touched = """
  touched as materialized (
    select oid from pg_class c where oid >= 16384 and \(isNew("c"))
    union select attrelid from pg_attribute a where attrelid >= 16384 and \(isNew("a"))
    union select adrelid from pg_attrdef d where \(isNew("d"))
    union select indexrelid from pg_index i where indexrelid >= 16384 and \(isNew("i"))
    union select seqrelid from pg_sequence s where \(isNew("s"))
    union select inhrelid from pg_inherits h where \(isNew("h"))
    union select ev_class from pg_rewrite r where ev_class >= 16384 and \(isNew("r")))
  """
