extension SchemaBranch {
  /// Functions, procedures and aggregates.
  static let routines = [
    SchemaBranch(
      "routine",
      """
      case prokind when 'a' then 'aggregate' when 'p' then 'procedure' else 'function' end,
      p.oid::regprocedure::text, 'schema ' || n.nspname,
      \(facts(
        """
        'definition ' || case prokind when 'a' then (select row(aggtransfn, aggfinalfn, aggcombinefn,
          aggtranstype::regtype, agginitval, aggsortop::regoperator, aggkind, aggnumdirectargs)::text
          from pg_aggregate where aggfnoid = p.oid) else pg_get_functiondef(p.oid) end
        """,
        ownership("proowner"), grants("proacl", "f", owner: "proowner")))
      """,
      from: """
        pg_proc p join namespace n on n.oid = p.pronamespace where \(isOwn("pg_proc", "p.oid"))
        """,
      changed: isNew("p"))
  ]

  /// Whatever belongs to no relation.
  static func others(version: Int) -> [SchemaBranch] {
    schemas + types + publications + texts(version: version)
  }

  private static let schemas = [
    SchemaBranch(
      "schema",
      """
      'schema', quote_ident(nspname), null,
      \(facts(ownership("nspowner"), grants("nspacl", "n", owner: "nspowner")))
      """,
      // Who owns `public` depends on the server's version.
      from: "namespace n where \(isNoMember("pg_namespace", "n.oid"))", changed: isNew("n"),
      rarely: "namespace n"),
    SchemaBranch(
      "extension",
      """
      'extension', quote_ident(extname), null,
      \(facts("'version ' || extversion", "'schema ' || extnamespace::regnamespace"))
      """,
      from: "pg_extension e where true", changed: isNew("e"), rarely: "pg_extension e"),
    SchemaBranch(
      "default privileges",
      """
      'default privileges', concat_ws(' ', defaclrole::regrole, nullif(defaclnamespace, 0)::regnamespace,
        defaclobjtype), null, 'grants ' || defaclacl::text
      """,
      from: "pg_default_acl d where true", changed: isNew("d"), rarely: "pg_default_acl d"),
    SchemaBranch(
      "event trigger",
      """
      'event trigger', quote_ident(evtname), null,
      \(facts("'event ' || evtevent", "'function ' || evtfoid::regproc", "'tags ' || evttags::text",
        "'enabled ' || nullif(evtenabled, 'O')::text"))
      """,
      from: "pg_event_trigger e where \(isOwn("pg_event_trigger", "e.oid"))", changed: isNew("e"),
      rarely: "pg_event_trigger e"),
  ]

  private static let types = [
    SchemaBranch(
      "type",
      """
      'type', t.oid::regtype::text, 'schema ' || n.nspname,
      \(facts(
        "case t.typtype when 'e' then 'enum' when 'd' then 'domain' when 'r' then 'range' when 'b' then 'base' end",
        """
        'values ' || (select string_agg(quote_literal(enumlabel), ', ' order by enumsortorder)
          from pg_enum where enumtypid = t.oid)
        """,
        "case when t.typtype = 'd' then 'type ' || format_type(t.typbasetype, t.typtypmod) end",
        "case when t.typnotnull then 'not-null' end", "'default ' || t.typdefault",
        """
        'range-of ' || (select concat_ws(' ', rngsubtype::regtype,
            (select opcname from pg_opclass where pg_opclass.oid = rngsubopc), nullif(rngsubdiff, 0))
          from pg_range where rngtypid = t.oid)
        """,
        """
        case when t.typtype = 'b' then 'functions ' || concat_ws(' ', t.typinput, t.typoutput, t.typlen,
          t.typalign, t.typstorage) end
        """,
        ownership("t.typowner"), grants("t.typacl", "T", owner: "t.typowner")))
      """,
      from: """
        pg_type t join namespace n on n.oid = t.typnamespace where t.typtype in ('e', 'd', 'r', 'b')
        and t.typelem = 0 and t.typrelid = 0 and \(isOwn("pg_type", "t.oid"))
        """,
      changed: """
        \(isNew("t")) or exists (
          select from pg_enum v where v.enumtypid = t.oid and \(isNew("v")))
        """),
    SchemaBranch(
      "operator",
      """
      'operator', o.oid::regoperator::text, 'schema ' || n.nspname,
      \(facts("'function ' || oprcode", "'commutator ' || nullif(oprcom, 0)::regoperator",
        "'negator ' || nullif(oprnegate, 0)::regoperator", "'restrict ' || oprrest",
        "'join ' || oprjoin"))
      """,
      from: """
        pg_operator o join namespace n on n.oid = o.oprnamespace
        where \(isOwn("pg_operator", "o.oid"))
        """,
      changed: isNew("o"), rarely: "pg_operator o"),
    SchemaBranch(
      "operator class",
      """
      'operator class', format('%I.%I using %I', n.nspname, opcname, amname), 'schema ' || n.nspname,
      \(facts("'type ' || opcintype::regtype", "case when opcdefault then 'is-default' end"))
      """,
      from: """
        pg_opclass o join namespace n on n.oid = o.opcnamespace join pg_am a on a.oid = o.opcmethod
        where \(isOwn("pg_opclass", "o.oid"))
        """,
      changed: isNew("o"), rarely: "pg_opclass o"),
    SchemaBranch(
      "cast",
      """
      'cast', castsource::regtype || ' as ' || casttarget::regtype, null,
      \(facts("'function ' || nullif(castfunc, 0)::regprocedure", "'context ' || castcontext::text",
        "'method ' || castmethod::text"))
      """,
      from: "pg_cast c where c.oid >= 16384 and \(isOwn("pg_cast", "c.oid"))",
      changed: isNew("c"), rarely: "pg_cast c"),
  ]
}
