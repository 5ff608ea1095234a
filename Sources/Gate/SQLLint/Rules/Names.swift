internal import GateModel
internal import PgQuery

extension SQLRule {
  static let identifierTooLong = SQLRule(
    "identifier-too-long", .warning, "A name has no more than 63 bytes.",
    reason: """
      Postgres cuts a longer one to 63 bytes and says so in a notice that nobody reads: the object has \
      another name than the script says. Two names that are cut to the same one are an error, as they \
      are then one object.
      """,
    rewrite: "make it shorter",
    good: ["CREATE INDEX CONCURRENTLY orders_day ON orders (day);"],
    bad: [
      "CREATE INDEX CONCURRENTLY orders_by_customer_and_day_of_delivery_and_state_of_payment_index "
        + "ON orders (day);"
    ],
    judgement: .script { story in
      var seen: Set<String> = []
      var first: [String: String] = [:]
      return story.script.truncatedNames.compactMap { name in
        guard seen.insert(name.name).inserted else { return nil }
        if let other = first[name.cut] {
          return SQLProblem(
            "`\(name.name)` and `\(other)` are both cut to `\(name.cut)`", level: .error,
            line: name.line)
        }
        first[name.cut] = name.name
        return SQLProblem("Postgres cuts this name to `\(name.cut)`", line: name.line)
      }
    })

  static let requireTableSchema = SQLRule(
    "require-table-schema", nil, "A table is named with its schema.",
    reason:
      "Without it the search_path of whoever runs the migration decides which table is meant.",
    rewrite: "write the schema in front of the name", good: ["CREATE TABLE shop.t (a bigint);"],
    bad: ["CREATE TABLE t (a bigint);"],
    on: [
      "CreateStmt", "IndexStmt", "AT_AddColumn", "AT_DropColumn", "AT_AddConstraint",
      "AT_AlterColumnType", "UpdateStmt", "DeleteStmt", "InsertStmt",
    ]
  ) { deed, _ in
    let relation =
      deed.node["relation"].exists ? deed.node["relation"] : deed.statement.node["relation"]
    guard relation["schemaname"].text == nil, deed.table != nil,
      !relation["relpersistence"].holds("t")
    else { return nil }
    return SQLProblem("the search_path decides which \(deed.tableText) this is")
  }

  static let preferRobustStmts = SQLRule(
    "prefer-robust-stmts", .note,
    "A script that runs without a transaction can run again after a failure half-way.",
    reason: """
      Without a transaction what ran before the failure stays, and the next attempt meets it: IF NOT \
      EXISTS and IF EXISTS let it pass. Inside a transaction there is nothing to meet. `CREATE INDEX \
      CONCURRENTLY IF NOT EXISTS` is not asked for: it takes a half-built index for the whole one.
      """,
    rewrite: "use IF NOT EXISTS, or IF EXISTS",
    good: ["DROP INDEX CONCURRENTLY IF EXISTS orders_day;", "CREATE TABLE t (a bigint);"],
    bad: ["DROP INDEX CONCURRENTLY orders_day;"],
    on: [
      "CreateStmt", "IndexStmt", "CreateSeqStmt", "CreateSchemaStmt", "CreateExtensionStmt",
      "CreateTableAsStmt", "AT_AddColumn", "AT_DropColumn", "AT_DropConstraint",
      "DROP OBJECT_TABLE",
      "DROP OBJECT_INDEX", "DROP OBJECT_VIEW", "DROP OBJECT_TYPE", "DROP OBJECT_SEQUENCE",
      "DROP OBJECT_FUNCTION", "DROP OBJECT_SCHEMA", "DROP OBJECT_TRIGGER",
    ]
  ) { deed, story in
    guard !story.obstacles.isEmpty, !story.isInTransaction, !deed.node["missing_ok"].bool,
      !deed.node["if_not_exists"].bool, !deed.node["concurrent"].bool || deed.key != "IndexStmt"
    else { return nil }
    return SQLProblem("a second attempt after a failure half-way fails here")
  }
}
