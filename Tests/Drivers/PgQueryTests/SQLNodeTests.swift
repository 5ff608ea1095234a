import TestSupport
import Testing

@testable import PgQuery

@Test("a tree answers by Postgres' own names, and with nothing for what is not there")
func nodes() throws {
  let script = try SQLScript(
    parsing: "ALTER TABLE a.\"b\"\"\\é\" ADD c varchar(10) NOT NULL DEFAULT 'x\"\\y\u{1}\n', DROP d"
  )
  let statement = try #require(script.statements.first)
  let node = statement.node
  #expect(
    node.kind == "AlterTableStmt" && statement.kind == node.kind && node.isA("AlterTableStmt"))
  #expect(node["relation"]["relname"].text == "b\"\\é" && node["relation"].kind == "")
  #expect(node["relation"]["inh"].bool && !node["relation"]["relname"].bool)
  let column = node["cmds"][0]["def"]
  #expect(column.isA("ColumnDef") && column["colname"].holds("c") && !column.isA("Column"))
  #expect(column["typeName"]["typmods"][0]["ival"]["ival"].int == 10)
  #expect(column["typeName"]["names"].qualifiedName == "pg_catalog.varchar")
  #expect(column["typeName"]["typemod"].int == -1)
  #expect(
    node.all("Constraint").map { $0["contype"].text } == ["CONSTR_NOTNULL", "CONSTR_DEFAULT"])
  #expect(column.all("Constraint")[1]["raw_expr"]["sval"]["sval"].text == "x\"\\y\u{1}\n")
  #expect(node["cmds"].children.map(\.kind) == ["AlterTableCmd", "AlterTableCmd"])
  for nothing in [node["no"]["such"][3], node["cmds"][2], node["cmds"][-1], .none, node[7]["x"]] {
    #expect(
      !nothing.exists && nothing.text == nil && nothing.int == 0 && !nothing.bool
        && nothing.kind == "" && Array(nothing.children).isEmpty && nothing.all("A").isEmpty
        && !nothing.holds("") && !nothing.isA(""))
  }
}

@Test("two statements mean the same where only comments and layout differ")
func meanings() throws {
  func meaning(_ text: String) throws -> [[UInt8]] {
    try SQLScript(parsing: text).statements.map(\.meaning)
  }
  let cases: [(a: String, b: String, isSame: Bool)] = [
    ("ALTER TABLE t ADD c int", "-- x\nalter  table T\n add column C integer;", true),
    ("SELECT 1", " /* 1 */ select 1", true), ("select a from b", "select  a\n from b", true),
    ("ALTER TABLE t ALTER c SET DEFAULT 5", "ALTER TABLE t ALTER c SET DEFAULT 6", false),
    ("ALTER TABLE t ALTER c SET DEFAULT 5", "ALTER TABLE t ALTER c SET DEFAULT '5'", false),
    ("ALTER TABLE t ADD c int", "ALTER TABLE t ADD c int NOT NULL", false),
    ("CREATE TABLE t (a int, b int)", "CREATE TABLE t (b int, a int)", false),
    ("select (select 1), 2", "select (select 1, 2)", false),
    ("select 1", "select 1; select 1", false),
    ("DO $$begin null; end$$", "DO 'begin null; end'", true),
    ("DO $$begin null; end$$", "DO $$begin  null; end$$", false),
  ]
  for (a, b, isSame) in cases {
    #expect(try (meaning(a) == meaning(b)) == isSame, "\(a) and \(b)")
  }
}

@Test("a damaged answer of the parser's is no tree, and no crash")
func damagedTrees() throws {
  let good = "{\"a\":{\"B\":[1,-2,\"x\\\"\",true,[],{}]},\"c\":false}"
  #expect(SyntaxTree(Array(good.utf8)) != nil)
  for text in [
    "", "{", "{}x", "[1,]", "{\"a\"}", "{\"a\":}", "[}", "{\"a\":1]", "[\"", "[tru", "x",
  ] {
    #expect(SyntaxTree(Array(text.utf8)) == nil, "\(text)")
  }
  let deep = String(repeating: "[", count: 300_000) + String(repeating: "]", count: 300_000)
  #expect(SyntaxTree(Array(deep.utf8))?.entries.count == 300_000)
  let failures = Fuzz(seeds: [good], words: ["{", "}", "[", "]", ",", ":", "\"", "\\u00"]).failures
  { text in
    if let tree = SyntaxTree(Array(text.utf8)) {
      let node = SQLNode(tree, 0)
      _ = (node["a"]["B"].children.map(\.text), node.all("B").count, node["c"].bool)
    }
    return nil
  }
  #expect(failures.isEmpty, "\(failures)")
}
