internal import GateModel
internal import PgQuery

extension SQLRule {
  static let missingWhere = SQLRule(
    "missing-where", .warning, "UPDATE and DELETE say of which rows.",
    reason: """
      Without WHERE every row is written: locked until the end of the migration, and doubled on disk \
      by an UPDATE. A DELETE of all rows is seldom meant.
      """,
    rewrite: "add a WHERE, and go through large tables in batches",
    good: [
      "UPDATE orders SET note = '' WHERE note IS NULL;",
      "CREATE TABLE t (a bigint);\nDELETE FROM t;",
    ],
    bad: ["UPDATE orders SET note = '';", "DELETE FROM orders;"], on: ["UpdateStmt", "DeleteStmt"]
  ) { deed, story in
    guard !deed.node["whereClause"].exists, !deed.node["fromClause"].exists,
      !deed.node["usingClause"].exists, !story.isMade(deed.table)
    else { return nil }
    let verb = deed.key == "UpdateStmt" ? "written" : "deleted"
    return SQLProblem("every row of \(deed.tableText) is \(verb)")
  }

  static let banDuplicateColumnAssignments = SQLRule(
    "ban-duplicate-column-assignments", .error, "A column is set once.",
    reason: "Postgres refuses a statement that sets a column twice, when it runs.",
    rewrite: "take one of the two out", good: ["UPDATE t SET a = 1, b = 2 WHERE c;"],
    bad: ["UPDATE t SET a = 1, a = 2 WHERE c;", "INSERT INTO t (a, a) VALUES (1, 2);"],
    on: ["UpdateStmt", "InsertStmt", "MergeStmt"]
  ) { deed, _ in
    var lists = [deed.node[deed.key == "InsertStmt" ? "cols" : "targetList"]]
    lists += deed.node["mergeWhenClauses"].children.map { $0["targetList"] }
    lists.append(deed.node["onConflictClause"]["targetList"])
    for list in lists {
      var seen: Set<String> = []
      // `a[1] = …, a[2] = …` sets two elements.
      for target in list.children where !target["indirection"].exists {
        guard let name = target["name"].text else { continue }
        guard seen.insert(name).inserted else {
          return SQLProblem("`\(name)` is set twice, which Postgres refuses")
        }
      }
    }
    return nil
  }

  static let preferRepack = SQLRule(
    "prefer-repack", .warning, "A table that is in use is not packed by VACUUM FULL or CLUSTER.",
    reason: "Both write the table anew under an ACCESS EXCLUSIVE lock: nobody reads it meanwhile.",
    rewrite: "use pg_repack, or a plain VACUUM", good: ["VACUUM orders;"],
    bad: ["VACUUM (FULL) orders;", "CLUSTER orders USING orders_day;"],
    on: ["VacuumStmt", "ClusterStmt"]
  ) { deed, story in
    guard deed.key == "ClusterStmt" || deed.node["options"].option("full") == true,
      !story.isMade(deed.table)
    else { return nil }
    let table = deed.table ?? SQLName(deed.node["rels"][0]["relation"])
    return SQLProblem(
      "nobody reads \(table.map { "`\($0)`" } ?? "any table") while it is written anew")
  }

  static let combineAlterTable = SQLRule(
    "combine-alter-table", .note, "What is altered of a table is altered by one statement.",
    reason: """
      Each ALTER TABLE takes its lock, and each one that rewrites or reads the table does so by itself; \
      in one statement they share the lock and the pass over the rows.
      """,
    rewrite: "put the commands into one ALTER TABLE, with commas between them",
    good: ["ALTER TABLE orders ADD COLUMN a bigint, ADD COLUMN b bigint;"],
    bad: ["ALTER TABLE orders ADD COLUMN a bigint;\nALTER TABLE orders ADD COLUMN b bigint;"],
    on: [
      "AT_AddColumn", "AT_SetNotNull", "AT_AlterColumnType", "AT_DropColumn", "AT_AddConstraint",
    ]
  ) { deed, story in
    guard let table = deed.table, let statement = story.altered[table], !story.isMade(table),
      story.isOneTransaction, statement < deed.statement.range.lowerBound, !deed.isInBody
    else { return nil }
    return SQLProblem("\(deed.tableText) was altered above already", line: deed.statement.line)
  }

  static let setWithoutLocal = SQLRule(
    "set-without-local", .warning, "A setting ends with the migration.",
    reason: """
      SET holds until the connection closes: the migrations behind this one, and the application where \
      it shares the connection, run under it. A script that cannot run in a transaction has no LOCAL, \
      and may RESET what it SET.
      """,
    rewrite: "use SET LOCAL", good: ["SET LOCAL search_path = shop;", "SET ROLE a;\nRESET ROLE;"],
    bad: ["SET search_path = shop;", "SELECT set_config('search_path', '', false);"],
    on: ["VariableSetStmt", "SelectStmt"]
  ) { deed, story in
    if !story.obstacles.isEmpty { return nil }
    if deed.key == "SelectStmt" {
      let leak = deed.node["targetList"].children.contains { target in
        target["val"]["funcname"].qualifiedName.hasSuffix("set_config")
          && target["val"]["args"][2].saysFalse
      }
      return leak ? SQLProblem("this setting stays when the migration is over") : nil
    }
    guard !deed.node["is_local"].bool, let name = deed.node["name"].text,
      deed.node["kind"].holds("VAR_SET_VALUE") || deed.node["kind"].holds("VAR_SET_CURRENT"),
      !story.resets.contains(name)
    else { return nil }
    return SQLProblem("`\(name)` stays set when the migration is over")
  }
}

extension SQLNode {
  /// Whether it is the constant false, which the parser may write as a cast of 'f'.
  fileprivate var saysFalse: Bool {
    if isA("TypeCast") { return self["arg"].saysFalse }
    return isA("A_Const") && !self["boolval"]["boolval"].bool
      && (self["boolval"].exists || self["sval"]["sval"].holds("f"))
  }
}
