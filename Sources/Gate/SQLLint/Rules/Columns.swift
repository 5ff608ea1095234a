internal import GateModel
internal import PgQuery

extension SQLRule {
  static let addingFieldWithDefault = SQLRule(
    "adding-field-with-default", .warning,
    "A new column's default is the same for every row that is there.",
    reason: """
      A constant, and `now()`, is stored once. A volatile default, a serial or identity column and a \
      stored generated column are computed for each row: the whole table is rewritten under an ACCESS \
      EXCLUSIVE lock. A function that is not known to be stable is held to be volatile.
      """,
    rewrite:
      "add the column without it, SET DEFAULT for new rows, then fill the old ones in batches",
    good: [
      "ALTER TABLE orders ADD COLUMN made timestamptz DEFAULT now();",
      "ALTER TABLE orders ADD COLUMN kind text NOT NULL DEFAULT 'plain';",
    ],
    bad: ["ALTER TABLE orders ADD COLUMN key uuid DEFAULT gen_random_uuid();"], on: ["AT_AddColumn"]
  ) { deed, story in
    guard !story.isMade(deed.table), deed.object == "OBJECT_TABLE",
      let cause = deed.node["def"].causeOfRewrite
    else { return nil }
    return SQLProblem("\(cause) rewrites all of \(deed.tableText) while nobody can use it")
  }

  static let addingRequiredField = SQLRule(
    "adding-required-field", .warning,
    "A new column of a table with rows is nullable or has a default.",
    reason: "ADD COLUMN … NOT NULL without a default fails as soon as the table holds one row.",
    rewrite: "give it a default, or add it nullable, fill it, and SET NOT NULL later",
    good: ["ALTER TABLE orders ADD COLUMN note text NOT NULL DEFAULT '';"],
    bad: ["ALTER TABLE orders ADD COLUMN note text NOT NULL;"], on: ["AT_AddColumn"]
  ) { deed, story in
    let column = deed.node["def"]
    let kinds = column["constraints"].children.compactMap { $0["contype"].text }
    guard kinds.contains("CONSTR_NOTNULL"), !story.isMade(deed.table),
      Set(kinds).isDisjoint(with: ["CONSTR_DEFAULT", "CONSTR_IDENTITY", "CONSTR_GENERATED"]),
      !column["typeName"].isSerial
    else { return nil }
    return SQLProblem("this fails if \(deed.tableText) holds a single row")
  }

  static let addingNotNullableField = SQLRule(
    "adding-not-nullable-field", .warning,
    "A column of a table that is in use becomes NOT NULL by way of a CHECK.",
    reason: """
      SET NOT NULL reads every row under an ACCESS EXCLUSIVE lock, and fails where one is null. Where a \
      valid `CHECK (c IS NOT NULL)` says it already, nothing is read.
      """,
    rewrite:
      "ADD CHECK (c IS NOT NULL) NOT VALID, VALIDATE it in a later migration, then SET NOT NULL",
    good: [
      "ALTER TABLE orders VALIDATE CONSTRAINT note_there;",
      "CREATE TABLE orders (note text);\nALTER TABLE orders ALTER COLUMN note SET NOT NULL;",
    ],
    bad: ["ALTER TABLE orders ALTER COLUMN note SET NOT NULL;"], on: ["AT_SetNotNull"]
  ) { deed, story in
    guard !story.isMade(deed.table),
      deed.part(deed.column).map({ !story.neverNull.contains($0) }) ?? true
    else { return nil }
    return SQLProblem("nobody uses \(deed.tableText) while every row is read for nulls")
  }

  static let changingColumnType = SQLRule(
    "changing-column-type", .warning, "A column of a table that is in use keeps its type.",
    reason: """
      Most changes of a type rewrite the table and its indexes under an ACCESS EXCLUSIVE lock, and \
      running code may not know what to do with the new values. A shorter or narrower type also fails \
      on values that do not fit, or loses a part of them. Without a rewrite go `varchar(n)` to a longer \
      one or to `text`, and `numeric(p, s)` to a larger `p`.
      """,
    rewrite: "add a column of the new type, write both, fill it in batches, then switch",
    good: [
      "CREATE TABLE orders (note text);\nALTER TABLE orders ALTER COLUMN note TYPE bytea USING '';"
    ],
    bad: ["ALTER TABLE orders ALTER COLUMN amount TYPE bigint;"], on: ["AT_AlterColumnType"]
  ) { deed, story in
    guard !story.isMade(deed.table), let column = deed.column else { return nil }
    let type = deed.node["def"]["typeName"]
    if deed.object == "OBJECT_TYPE" {
      return SQLProblem("every value of `\(column)` in tables of this type changes with it")
    }
    return type.mayNarrow
      ? SQLProblem(
        "this may rewrite \(deed.tableText), and fails or loses where a value does not fit")
      : SQLProblem("this may rewrite all of \(deed.tableText) while nobody can use it")
  }

  static let banAlterIdentity = SQLRule(
    "ban-alter-identity", .warning, "A column keeps its identity.",
    reason: "Code that leaves the column out of its INSERTs, or sets it, fails after the change.",
    rewrite: "change the code first, so that it works with and without it",
    good: ["CREATE TABLE t (id bigint GENERATED ALWAYS AS IDENTITY);"],
    bad: ["ALTER TABLE t ALTER COLUMN id DROP IDENTITY;"],
    on: ["AT_AddIdentity", "AT_DropIdentity"]
  ) { deed, story in
    guard !story.isMade(deed.table), let column = deed.column else { return nil }
    return SQLProblem(
      "running code may rely on what `\(column)` of \(deed.tableText) is filled with")
  }

  static let rewritingTable = SQLRule(
    "rewriting-table", .warning, "A table that is in use is not written anew.",
    reason: """
      SET LOGGED, SET UNLOGGED, SET TABLESPACE and SET ACCESS METHOD copy the whole table under an \
      ACCESS EXCLUSIVE lock.
      """,
    rewrite: "make a new table and move the rows in batches, or plan a window without use",
    good: ["CREATE UNLOGGED TABLE t (a bigint);\nALTER TABLE t SET LOGGED;"],
    bad: ["ALTER TABLE t SET TABLESPACE fast;"],
    on: ["AT_SetLogged", "AT_SetUnLogged", "AT_SetTableSpace", "AT_SetAccessMethod"]
  ) { deed, story in
    if story.isMade(deed.table) { return nil }
    return SQLProblem("all of \(deed.tableText) is copied while nobody can use it")
  }
}

extension SQLNode {
  /// Why a new column like this makes Postgres write every row.
  fileprivate var causeOfRewrite: String? {
    if self["typeName"].isSerial { return "a serial column" }
    for constraint in self["constraints"].children {
      switch constraint["contype"].text {
      case "CONSTR_IDENTITY": return "an identity column"
      case "CONSTR_GENERATED": return "a stored generated column"
      case "CONSTR_DEFAULT":
        let called = constraint["raw_expr"].all("FuncCall").compactMap {
          SQLName(parts: $0["funcname"])?.name
        }
        if let name = called.first(where: { !stableFunctions.contains($0) }) {
          return "the default `\(name)()` is made for each row, which"
        }
      default: break
      }
    }
    return nil
  }
}

/// Functions that migrations like to use in defaults and that are not volatile.
private let stableFunctions: Set<String> = [
  "array_to_string", "btrim", "concat", "convert_to", "current_schema", "current_setting", "date",
  "date_part", "date_trunc", "decode", "encode", "format", "int4range", "int8range",
  "json_build_array",
  "json_build_object", "jsonb_build_array", "jsonb_build_object", "length", "lower", "lpad",
  "ltrim",
  "make_date", "make_interval", "make_timestamptz", "md5", "now", "replace", "rpad", "rtrim",
  "sha256",
  "statement_timestamp", "string_to_array", "timezone", "to_char", "to_date", "to_json", "to_jsonb",
  "to_timestamp", "to_tsvector", "transaction_timestamp", "trim", "tstzrange", "upper",
]
