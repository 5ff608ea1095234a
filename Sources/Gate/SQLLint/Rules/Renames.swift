internal import GateModel
internal import PgQuery

extension SQLRule {
  static let renamingColumn = SQLRule(
    "renaming-column", .warning, "No column is renamed under running code.",
    reason:
      "Code of the old release names the old column, and fails as soon as the migration is in.",
    rewrite: "add a new column, write both, move readers over, drop the old one later",
    good: ["CREATE TABLE t (a bigint);\nALTER TABLE t RENAME COLUMN a TO b;"],
    bad: ["ALTER TABLE orders RENAME COLUMN note TO remark;"],
    on: ["RENAME OBJECT_COLUMN", "RENAME OBJECT_ATTRIBUTE"]
  ) { deed, story in
    guard !story.isMade(deed.table), let name = deed.node["subname"].text else { return nil }
    return SQLProblem("running code still names `\(name)` of \(deed.tableText)")
  }

  static let renamingTable = SQLRule(
    "renaming-table", .warning, "No table is renamed under running code.",
    reason:
      "Code of the old release names the old table, and fails as soon as the migration is in.",
    rewrite: "rename it together with a view of the old name, and drop the view later",
    good: [
      "ALTER TABLE orders RENAME TO purchases;\nCREATE VIEW orders AS SELECT * FROM purchases;",
      "CREATE TABLE t (a bigint);\nALTER TABLE t RENAME TO u;",
    ],
    bad: ["ALTER TABLE orders RENAME TO purchases;"], on: ["RENAME OBJECT_TABLE"]
  ) { deed, story in
    guard let table = deed.table, !story.isMade(table), !story.makes.contains(.relation(table))
    else { return nil }
    return SQLProblem("running code still names \(deed.tableText)")
  }

  static let renamingObject = SQLRule(
    "renaming-object", .warning, "Nothing that code names is renamed under it.",
    reason: """
      Views, functions, types and their values, domains, sequences, schemas, constraints (`ON CONFLICT \
      ON CONSTRAINT`), roles and databases. Indexes, triggers and policies may be renamed: no code \
      names them.
      """,
    rewrite: "make a second one of the new name, and drop the old one later",
    good: ["ALTER INDEX orders_day RENAME TO orders_by_day;"],
    bad: ["ALTER VIEW totals RENAME TO sums;"],
    on: [
      "RENAME OBJECT_VIEW", "RENAME OBJECT_MATVIEW", "RENAME OBJECT_FOREIGN_TABLE",
      "RENAME OBJECT_FUNCTION", "RENAME OBJECT_PROCEDURE", "RENAME OBJECT_AGGREGATE",
      "RENAME OBJECT_ROUTINE", "RENAME OBJECT_TYPE", "RENAME OBJECT_DOMAIN",
      "RENAME OBJECT_SEQUENCE",
      "RENAME OBJECT_SCHEMA", "RENAME OBJECT_TABCONSTRAINT", "RENAME OBJECT_DOMCONSTRAINT",
      "RENAME OBJECT_ROLE", "RENAME OBJECT_DATABASE", "AlterEnumStmt",
    ]
  ) { deed, story in
    if deed.key == "AlterEnumStmt" {
      guard let value = deed.node["oldVal"].text,
        let type = SQLName(parts: deed.node["typeName"]), !story.made.contains(.type(type))
      else { return nil }
      return SQLProblem("running code still names the value `\(value)`")
    }
    if story.isMade(deed.table) { return nil }
    let object = SQLName(dropped: deed.node["object"])
    if let object, !story.made.isDisjoint(with: [.type(object), .function(object)]) { return nil }
    let name = deed.node["subname"].text ?? object?.description ?? deed.table?.description
    return SQLProblem("running code may still name `\(name ?? "")`")
  }

  static let banSetSchema = SQLRule(
    "ban-set-schema", .warning, "Nothing moves to another schema under running code.",
    reason: "Code of the old release names it in the old schema, or finds it by its search_path.",
    rewrite: "make a second one in the new schema, and drop the old one later",
    good: ["CREATE TABLE t (a bigint);\nALTER TABLE t SET SCHEMA shop;"],
    bad: ["ALTER TABLE orders SET SCHEMA shop;"], on: ["AlterObjectSchemaStmt"]
  ) { deed, story in
    if story.isMade(deed.table) { return nil }
    let name = deed.table ?? SQLName(dropped: deed.node["object"])
    return SQLProblem("running code may still look for `\(name?.description ?? "")` where it was")
  }
}
