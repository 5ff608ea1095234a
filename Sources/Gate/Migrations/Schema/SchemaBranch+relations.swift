extension SchemaBranch {
  /// Tables, views and what else has columns, and the columns.
  static let relations = [
    SchemaBranch(
      "relation",
      """
      r.kind, r.name, 'schema ' || r.nspname,
      \(facts(
        "'persistence ' || nullif(relpersistence, 'p')::text",
        "case when relrowsecurity then 'row-security' end",
        "case when relforcerowsecurity then 'forced-row-security' end",
        "'replica-identity ' || nullif(relreplident, case relkind when 'r' then 'd' when 'p' then 'd' when 'm' then 'd' else 'n' end)::text",
        "'options ' || reloptions::text", "'partition-key ' || pg_get_partkeydef(r.oid)",
        "'partition ' || pg_get_expr(relpartbound, r.oid)",
        """
        case when relkind in ('r', 'p', 'f') then 'parents ' || (
          select string_agg(inhparent::regclass::text, ',' order by inhseqno)
          from pg_inherits where inhrelid = r.oid) end
        """,
        "case when relkind in ('v', 'm') then 'definition ' || pg_get_viewdef(r.oid) end",
        "case when relam <> 0 then 'access-method ' || nullif((select amname from pg_am where pg_am.oid = relam), 'heap') end",
        "case when reltablespace <> 0 then 'tablespace ' || reltablespace end",
        ownership("relowner"), grants("relacl", "r", owner: "relowner")))
      """,
      from: "relation r where r.relkind in ('r', 'p', 'v', 'm', 'f', 'c')",
      changed: "r.oid in (select oid from touched)"),
    SchemaBranch(
      "column",
      """
      'column', format('%s.%I', r.name, a.attname), r.kind || ' ' || r.name,
      \(facts(
        "'rank ' || row_number() over (partition by a.attrelid order by a.attnum)",
        "'type ' || format_type(a.atttypid, a.atttypmod)",
        "case when a.attnotnull then 'not-null' end", "'identity ' || nullif(a.attidentity, '')::text",
        "case when d.adbin is not null then case when a.attgenerated = '' then 'default ' else 'generated ' end || pg_get_expr(d.adbin, d.adrelid) end",
        "case when a.attcollation <> t.typcollation then 'collation ' || a.attcollation::regcollation end",
        "'storage ' || nullif(a.attstorage, t.typstorage)::text",
        "'compression ' || nullif(a.attcompression, '')::text",
        "'statistics ' || nullif(a.attstattarget, -1)", "'options ' || a.attoptions::text",
        "case when not a.attislocal then 'inherited' end",
        grants("a.attacl", "c", owner: "r.relowner")))
      """,
      // A view's columns say what its definition says.
      from: """
        relation r join pg_attribute a on a.attrelid = r.oid
        join pg_type t on t.oid = a.atttypid
        left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
        where a.attnum > 0 and not a.attisdropped and (r.relkind in ('r', 'p', 'f', 'c')
          or r.relkind in ('v', 'm')
            and (a.attacl is not null or a.atthasdef or a.attoptions is not null))
        """,
      changed: "r.oid in (select oid from touched)",
      counted: """
        relation r join pg_attribute a on a.attrelid = r.oid
        where a.attnum > 0 and not a.attisdropped and (r.relkind in ('r', 'p', 'f', 'c')
          or r.relkind in ('v', 'm')
            and (a.attacl is not null or a.atthasdef or a.attoptions is not null))
        """),
  ]

  /// What belongs to one relation.
  static let ofRelations = [
    indexes,
    SchemaBranch(
      "constraint",
      """
      'constraint', coalesce(r.name, contypid::regtype::text) || '.' || quote_ident(conname),
      coalesce(r.kind || ' ' || r.name, 'type ' || contypid::regtype),
      \(facts(
        "'definition ' || pg_get_constraintdef(c.oid)",
        "case when not c.conislocal then 'inherited' end"))
      """,
      from: """
        pg_constraint c join namespace n on n.oid = c.connamespace
        left join relation r on r.oid = c.conrelid
        where (r.oid is not null or c.conrelid = 0 and \(isOwn("pg_type", "c.contypid")))
        """,
      changed: isNew("c")),
    SchemaBranch(
      "sequence",
      """
      'sequence', r.name, coalesce((
        select format('column %s.%I', k.name, a.attname) from pg_depend d
        join relation k on k.oid = d.refobjid
        join pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
        where d.classid = 'pg_class'::regclass and d.objid = r.oid
        and d.refclassid = 'pg_class'::regclass and d.deptype in ('a', 'i')),
        'schema ' || r.nspname),
      \(facts(
        "'type ' || nullif(seqtypid::regtype::text, 'bigint')", "'start ' || nullif(seqstart, 1)",
        "'increment ' || nullif(seqincrement, 1)", "'maximum ' || seqmax",
        "'minimum ' || nullif(seqmin, 1)", "'cache ' || nullif(seqcache, 1)",
        "case when seqcycle then 'cycle' end",
        """
        'owned-by ' || (select concat(a.attname, ' of ', d.refobjid::regclass,
            case d.deptype when 'i' then ' as identity' end)
          from pg_depend d join pg_attribute a
            on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
          where d.classid = 'pg_class'::regclass and d.objid = r.oid
            and d.refclassid = 'pg_class'::regclass and d.deptype in ('a', 'i'))
        """,
        "'persistence ' || nullif(relpersistence, 'p')::text", ownership("relowner"),
        grants("relacl", "s", owner: "relowner")))
      """,
      from: """
        relation r join pg_sequence s on s.seqrelid = r.oid
        where not exists (select from pg_depend d join pg_class o on o.oid = d.refobjid
          where d.classid = 'pg_class'::regclass and d.objid = r.oid
            and d.refclassid = 'pg_class'::regclass and d.deptype in ('a', 'i')
            and o.relname = any \(uncountedTables))
        """,
      changed: "r.oid in (select oid from touched)"),
    SchemaBranch(
      "trigger",
      """
      'trigger', format('%s.%I', r.name, tgname), r.kind || ' ' || r.name,
      \(facts(
        """
        'definition ' || replace(pg_get_triggerdef(t.oid),
          format(' TRIGGER %I ', tgname), ' TRIGGER ')
        """,
        "'enabled ' || nullif(tgenabled, 'O')::text"))
      """,
      from: "pg_trigger t join relation r on r.oid = t.tgrelid where not tgisinternal",
      changed: isNew("t")),
    SchemaBranch(
      "rule",
      """
      'rule', format('%s.%I', r.name, rulename), r.kind || ' ' || r.name,
      \(facts("'definition ' || pg_get_ruledef(w.oid)", "'enabled ' || nullif(ev_enabled, 'O')::text"))
      """,
      from: "pg_rewrite w join relation r on r.oid = w.ev_class where rulename <> '_RETURN'",
      changed: "r.oid in (select oid from touched)"),
    SchemaBranch(
      "policy",
      """
      'policy', format('%s.%I', r.name, polname), r.kind || ' ' || r.name,
      \(facts(
        "'command ' || polcmd::text", "case when not polpermissive then 'restrictive' end",
        "'roles ' || polroles::regrole[]::text", "'using ' || pg_get_expr(polqual, polrelid)",
        "'check ' || pg_get_expr(polwithcheck, polrelid)"))
      """,
      from: "pg_policy p join relation r on r.oid = p.polrelid where true",
      changed: isNew("p"), rarely: "pg_policy p"),
    SchemaBranch(
      "statistics",
      """
      'statistics', format('%I.%I', n.nspname, stxname), r.kind || ' ' || r.name,
      \(facts(
        """
        'definition ' || replace(pg_get_statisticsobjdef(s.oid),
          format('STATISTICS %I.%I', n.nspname, stxname), 'STATISTICS')
        """,
        "'target ' || nullif(stxstattarget, -1)"))
      """,
      from: """
        pg_statistic_ext s join namespace n on n.oid = s.stxnamespace
        join relation r on r.oid = s.stxrelid where true
        """,
      changed: isNew("s"), rarely: "pg_statistic_ext s"),
  ]
}
