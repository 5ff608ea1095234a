internal import GateModel
internal import PgQuery

extension SQLRule {
  /// What is dropped is gone, and running code may still use it: one rule a kind of object.
  static let drops: [SQLRule] = [
    drop(
      "table", .warning, ["DROP OBJECT_TABLE", "DROP OBJECT_FOREIGN_TABLE"],
      "The rows are gone, and the code that runs until the next release still reads them. Postgres "
        + "locks the tables that it refers to as well.", "orders",
      make: "CREATE TABLE orders (a bigint);"),
    drop(
      "view", .warning, ["DROP OBJECT_VIEW", "DROP OBJECT_MATVIEW"],
      "Running code may read it. A view that the same script makes again is replaced, and no hazard.",
      "totals", make: "CREATE VIEW totals AS SELECT 1;"),
    drop(
      "function", .warning,
      [
        "DROP OBJECT_FUNCTION", "DROP OBJECT_PROCEDURE", "DROP OBJECT_AGGREGATE",
        "DROP OBJECT_ROUTINE",
      ],
      "Running code may call it. One that the same script makes again is replaced, and no hazard.",
      "total", make: "CREATE FUNCTION total() RETURNS bigint LANGUAGE sql RETURN 1;"),
    drop(
      "type", .warning, ["DROP OBJECT_TYPE"], "Running code may cast to it or read values of it.",
      "mood", make: "CREATE TYPE mood AS ENUM ('ok');"),
    drop(
      "schema", .warning, ["DROP OBJECT_SCHEMA"],
      "Everything in it is gone with CASCADE, and running code may use it.", "shop",
      make: "CREATE SCHEMA shop;"),
    drop(
      "sequence", .warning, ["DROP OBJECT_SEQUENCE"],
      "Running code, or a default of a column, may take values from it.", "numbers",
      make: "CREATE SEQUENCE numbers;"),
    drop(
      "domain", .warning, ["DROP OBJECT_DOMAIN"], "Running code may cast to it.", "positive",
      make: "CREATE DOMAIN positive AS bigint;"),
    drop(
      "extension", .warning, ["DROP OBJECT_EXTENSION"],
      "Its types, functions and operators are gone, with CASCADE also the columns that use them.",
      "citext", make: "CREATE EXTENSION citext;"),
    drop(
      "index", nil, ["DROP OBJECT_INDEX"], "Queries that used it read whole tables from now on.",
      "orders_day", sql: "DROP INDEX CONCURRENTLY IF EXISTS orders_day;"),
    drop(
      "trigger", nil, ["DROP OBJECT_TRIGGER"], "What it kept true is kept no longer.", "stamp",
      sql: "DROP TRIGGER stamp ON orders;",
      make: "CREATE TRIGGER stamp AFTER INSERT ON orders FOR EACH ROW EXECUTE FUNCTION f();"),
    drop(
      "policy", nil, ["DROP OBJECT_POLICY", "DROP OBJECT_RULE"],
      "Without it rows may be seen that were not, or not be seen that were.", "own",
      sql: "DROP POLICY own ON orders;", make: "CREATE POLICY own ON orders USING (true);"),
  ]

  private static func drop(
    _ word: String, _ level: Finding.Level?, _ deeds: [String], _ reason: String, _ example: String,
    sql: String? = nil, make: String? = nil
  ) -> SQLRule {
    let sql = sql ?? "DROP \(word.uppercased()) \(example);"
    return SQLRule(
      "ban-drop-\(word)", level, "No \(word) is dropped that may still be in use.", reason: reason,
      rewrite: "drop it one release after the last code that uses it, and say so in a gate:ignore",
      good: [make.map { "\($0)\n\(sql)" } ?? "SELECT 1;"], bad: [sql], on: deeds
    ) { deed, story in
      // A table that is made again has lost its rows all the same.
      let isReplaced = word == "view" || word == "function" || word == "trigger" || word == "policy"
      guard let name = deed.firstDropped(outside: isReplaced ? story.makes : story.made) else {
        return nil
      }
      return SQLProblem("running code may still use the \(word) `\(name)`")
    }
  }

  static let banDropDatabase = SQLRule(
    "ban-drop-database", .warning, "No migration drops a database.",
    reason:
      "Everything in it is gone, and a migration is run on more databases than its author saw.",
    rewrite: "drop it by hand", good: ["CREATE SCHEMA shop;"], bad: ["DROP DATABASE shop;"],
    on: ["DropdbStmt"]
  ) { deed, _ in
    SQLProblem("the database `\(deed.node["dbname"].text ?? "")` is gone with all it holds")
  }

  static let banTruncate = SQLRule(
    "ban-truncate", .warning, "No table that is in use is emptied.",
    reason: """
      The rows are gone, under an ACCESS EXCLUSIVE lock. With CASCADE see `ban-truncate-cascade`.
      """,
    rewrite: "DELETE what has to go, in batches and with a WHERE",
    good: ["CREATE TABLE t (a bigint);\nTRUNCATE t;"], bad: ["TRUNCATE orders;"],
    on: ["TruncateStmt"]
  ) { deed, story in
    let tables = deed.node["relations"].children.compactMap { SQLName($0) }
    guard deed.node["behavior"].holds("DROP_RESTRICT"),
      let table = tables.first(where: { !story.isMade($0) })
    else { return nil }
    return SQLProblem("every row of `\(table)` is gone")
  }

  static let banTruncateCascade = SQLRule(
    "ban-truncate-cascade", .warning, "No table is emptied together with all that refer to it.",
    reason:
      "TRUNCATE … CASCADE also empties every table with a foreign key to this one, and so on.",
    rewrite: "name every table that is to be emptied, without CASCADE",
    good: ["CREATE TABLE t (a bigint);\nTRUNCATE t;"], bad: ["TRUNCATE orders CASCADE;"],
    on: ["TruncateStmt"]
  ) { deed, _ in
    guard deed.node["behavior"].holds("DROP_CASCADE") else { return nil }
    let tables = deed.node["relations"].children.compactMap { SQLName($0) }
    return SQLProblem(
      "every table that refers to `\(tables.first?.description ?? "")` is emptied too")
  }
}

extension SQLDeed {
  /// The names of a DROP.
  var dropped: [SQLName] { node["objects"].children.compactMap { SQLName(dropped: $0) } }

  /// The first name of a DROP that is not among these.
  func firstDropped(outside made: Set<SQLMade>) -> SQLName? {
    node["objects"].children.lazy.compactMap { object -> SQLName? in
      guard let name = SQLName(dropped: object) else { return nil }
      let objects: [SQLMade] =
        switch key {
        case "DROP OBJECT_TRIGGER", "DROP OBJECT_POLICY", "DROP OBJECT_RULE":
          [.part(of: SQLName(schema: nil, name.schema ?? ""), name.name)]
        case "DROP OBJECT_SCHEMA", "DROP OBJECT_EXTENSION": [.named(name.description)]
        case "DROP OBJECT_TYPE", "DROP OBJECT_DOMAIN": [.type(name), .relation(name)]
        case "DROP OBJECT_INDEX": [.relation(name.withoutSchema)]
        case "DROP OBJECT_FUNCTION", "DROP OBJECT_PROCEDURE", "DROP OBJECT_ROUTINE",
          "DROP OBJECT_AGGREGATE":
          [.function(name)]
        default: [.relation(name)]
        }
      return made.isDisjoint(with: objects) ? name : nil
    }.first
  }
}
