extension SchemaBranch {
  /// What others are told of, and who is told.
  static let publications = [
    SchemaBranch(
      "publication",
      """
      'publication', quote_ident(pubname), null, 'settings '
        || row(puballtables, pubinsert, pubupdate, pubdelete, pubtruncate, pubviaroot)::text
      """,
      from: "pg_publication p where true", changed: isNew("p"), rarely: "pg_publication p"),
    SchemaBranch(
      "published table",
      """
      'published table', prrelid::regclass || ' in ' || quote_ident(pubname),
      'publication ' || quote_ident(pubname),
      \(facts("'where ' || pg_get_expr(prqual, prrelid)", "'columns ' || prattrs::text"))
      """,
      from: "pg_publication_rel r join pg_publication p on p.oid = r.prpubid where true",
      changed: isNew("r"), rarely: "pg_publication_rel r"),
    SchemaBranch(
      "published schema",
      """
      'published schema', pnnspid::regnamespace || ' in ' || quote_ident(pubname),
      'publication ' || quote_ident(pubname), ''
      """,
      from: "pg_publication_namespace r join pg_publication p on p.oid = r.pnpubid where true",
      changed: isNew("r"), rarely: "pg_publication_namespace r"),
    SchemaBranch(
      "foreign server",
      """
      'foreign server', quote_ident(srvname), null,
      \(facts("'wrapper ' || (select fdwname from pg_foreign_data_wrapper w where w.oid = srvfdw)",
        "'type ' || srvtype", "'version ' || srvversion", "'options ' || srvoptions::text",
        grants("srvacl", "S", owner: "srvowner")))
      """,
      from: "pg_foreign_server s where \(isOwn("pg_foreign_server", "s.oid"))",
      changed: isNew("s"), rarely: "pg_foreign_server s"),
  ]

  /// How texts are compared, searched and told of.
  static func texts(version: Int) -> [SchemaBranch] {
    // 17 renamed the column when it got a provider of its own.
    let locale = version >= 170_000 ? "colllocale" : "colliculocale"
    return [
      SchemaBranch(
        "collation",
        """
        'collation', c.oid::regcollation::text, 'schema ' || n.nspname,
        \(facts("'provider ' || collprovider::text", "'collate ' || collcollate", "'ctype ' || collctype",
          "'locale ' || \(locale)", "case when not collisdeterministic then 'nondeterministic' end"))
        """,
        from: """
          pg_collation c join namespace n on n.oid = c.collnamespace
          where \(isOwn("pg_collation", "c.oid"))
          """,
        changed: isNew("c"), rarely: "pg_collation c"),
      SchemaBranch(
        "text search configuration",
        """
        'text search configuration', c.oid::regconfig::text, 'schema ' || n.nspname,
        'mapping ' || coalesce((
          select string_agg(concat_ws(':', maptokentype, mapseqno, mapdict::regdictionary), ','
            order by maptokentype, mapseqno) from pg_ts_config_map where mapcfg = c.oid), '')
        """,
        from: """
          pg_ts_config c join namespace n on n.oid = c.cfgnamespace
          where \(isOwn("pg_ts_config", "c.oid"))
          """,
        changed: """
          \(isNew("c")) or exists (
            select from pg_ts_config_map m where m.mapcfg = c.oid and \(isNew("m")))
          """, rarely: "pg_ts_config c"),
      SchemaBranch(
        "text search dictionary",
        """
        'text search dictionary', d.oid::regdictionary::text, 'schema ' || n.nspname,
        \(facts("'template ' || (select tmplname from pg_ts_template t where t.oid = dicttemplate)",
          "'options ' || dictinitoption"))
        """,
        from: """
          pg_ts_dict d join namespace n on n.oid = d.dictnamespace
          where \(isOwn("pg_ts_dict", "d.oid"))
          """,
        changed: isNew("d"), rarely: "pg_ts_dict d"),
      SchemaBranch(
        "comment",
        """
        'comment', 'on ' || replace(o.type, 'table ', '') || ' ' || o.identity,
        case when objsubid <> 0 then 'column ' || o.identity
          when d.classoid = 'pg_class'::regclass then (
            select r.kind || ' ' || r.name from relation r where r.oid = d.objoid)
          when o.identity like '% on %' then 'table ' || split_part(o.identity, ' on ', 2)
          else o.type || ' ' || o.identity end,
        'text ' || description
        """,
        from: """
          pg_description d cross join lateral pg_identify_object(classoid, objoid, objsubid) o
          where \(isCommented)
          """,
        changed: isNew("d"), counted: "pg_description d where \(isCommented)"),
    ]
  }

  private static let isCommented = """
    d.objoid >= 16384 and d.classoid <> 'pg_extension'::regclass
    and not exists (select from member m where m.classid = d.classoid and m.objid = d.objoid)
    and not exists (select from pg_class c where d.classoid = 'pg_class'::regclass
      and c.oid = d.objoid and c.relname = any \(uncountedTables))
    """
}
