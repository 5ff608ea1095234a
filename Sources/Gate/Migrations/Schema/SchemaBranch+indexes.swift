extension SchemaBranch {
  /// Indexes. The server's own description of one takes a dozen look-ups, and most have only names of
  /// columns in it: those are joined.
  static let indexes = SchemaBranch(
    "index",
    """
    'index', r.name, coalesce('constraint ' || o.name || '.' || quote_ident(k.conname),
      o.kind || ' ' || o.name),
    \(facts(
      "case when i.indisunique then 'unique' end",
      "case when i.indnullsnotdistinct then 'nulls-not-distinct' end",
      "'on ' || o.name",
      "'method ' || case r.relam when 405 then 'hash' end",
      "'columns ' || parts.keys", "'include ' || parts.included",
      """
      case when parts.keys is null then 'definition ' || replace(pg_get_indexdef(i.indexrelid),
        format(' INDEX %I ON ', r.relname), ' INDEX ON ') end
      """,
      "'options ' || r.reloptions::text",
      """
      case when r.relispartition then 'attached-to ' || (
        select inhparent::regclass::text from pg_inherits where inhrelid = r.oid) end
      """,
      "case when not i.indisvalid then 'invalid' end",
      "case when i.indisclustered then 'clustered' end",
      "case when i.indisreplident then 'replica-identity' end",
      "case when r.reltablespace <> 0 then 'tablespace ' || r.reltablespace end"))
    """,
    from: """
      \(joined)
      left join (select i.indexrelid, \(parts) from pg_index i \(keys)
        where i.indexrelid >= 16384 and i.indexprs is null and i.indpred is null
        group by i.indexrelid) parts
      on parts.indexrelid = r.oid and r.relam in (403, 405) where true
      """,
    changed: "r.oid in (select oid from touched)",
    // A fence: the names of columns are to be looked up for few indexes, whatever the planner expects.
    changedFrom: """
      (select x.* from pg_index x where x.indexrelid in (select oid from touched) offset 0)
        \(joined.dropFirst("pg_index ".count))
      left join lateral (select \(parts) from (select i.*) i \(keys)
        where i.indexprs is null and i.indpred is null) parts
      on r.relam in (403, 405) where true
      """,
    counted: """
      pg_index i join relation r on r.oid = i.indexrelid
      join relation o on o.oid = i.indrelid where true
      """)

  private static let joined = """
    pg_index i join relation r on r.oid = i.indexrelid join relation o on o.oid = i.indrelid
    left join pg_constraint k on k.conrelid = i.indrelid and k.conindid = r.oid
      and k.contype in ('p', 'u', 'x')
    """

  /// The columns of an index `i` of one of the methods that know no options of a column.
  private static let keys = """
    cross join lateral unnest(i.indkey::int2[], i.indclass::oid[], i.indcollation::oid[],
      i.indoption::int2[]) with ordinality p (number, opclass, sorting, direction, place)
    """

  /// Look-ups instead of joins: nobody has counted the catalogs of a new database, and the planner guesses
  /// wrong.
  private static let parts = """
    string_agg(concat(\(name),
        case when p.opclass = any (array(select oid from pg_opclass where not opcdefault)) then (
          select ' ' || n.nspname || '.' || quote_ident(c.opcname) from pg_opclass c
          join pg_namespace n on n.oid = c.opcnamespace where c.oid = p.opclass) end,
        case p.direction when 1 then ' DESC NULLS LAST' when 2 then ' NULLS FIRST'
          when 3 then ' DESC' end), ', ' order by p.place)
      filter (where p.place <= i.indnkeyatts) as keys,
    string_agg(\(name), ', ' order by p.place)
      filter (where p.place > i.indnkeyatts) as included
    """

  private static let name = """
    (select concat(quote_ident(a.attname), case when p.sorting <> 0 and p.sorting <> a.attcollation
        then ' COLLATE ' || p.sorting::regcollation end)
      from pg_attribute a where a.attrelid = i.indrelid and a.attnum = p.number)
    """
}
