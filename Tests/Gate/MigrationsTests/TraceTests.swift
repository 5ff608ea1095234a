import GateModel
import Postgres
import TestSupport
import Testing

@testable import GateMigrations

@Test("what every kind of statement locks, rewrites and reads is in Golden/locks.md")
func locks() async throws {
  let page = try await withHost { host in
    let database = try await host.database()
    let connection = try await Connection.open(database.settings)
    try await connection.query("create role r1")
    try await connection.run(script: lockWorld)
    var lines = ["| statement | locks | rewritten | read |", "| --- | --- | --- | --- |"]
    for statement in lockStatements.statementLines {
      // The transaction of the trace is rolled back by an error at its end.
      let text = MigrationText(path: RepoPath("x.sql"), text: statement + ";\nselect 1/0")
      let run = try await ScriptRun(text, on: connection)
      let row = run.statements.first?.effect?.cells ?? run.failure?.error.message ?? "?"
      lines.append("| \(statement) | \(row) |")
    }
    return lines.joined(separator: "\n") + "\n"
  }
  #expect(try golden("Tests/Gate/MigrationsTests/Golden/locks.md", page) == .same)
}

extension StatementTrace.Effect {
  /// For a row of a table; what only reads is left out.
  fileprivate var cells: String {
    let strong = locks.filter { $0.mode > .accessShare }
      .map { "\($0.relation.dropFirst(7)):\($0.mode.name)" }
    let cells = [
      strong, rewritten.map { String($0.dropFirst(7)) }, scanned.map { String($0.dropFirst(7)) },
    ]
    return cells.map { $0.joined(separator: ", ") }.joined(separator: " | ")
  }
}

@Test("a statement is told of what it takes beyond the statements before it")
func laterLocks() async throws {
  try await withHost { host in
    let connection = try await Connection.open(try await host.database().settings)
    try await connection.run(script: "create table a (i int); create table b (i int);")
    let text = MigrationText(
      path: RepoPath("x.sql"), firstLine: 3,
      text: "select * from a;\nlock a in share mode; insert into b values (1);\n\ndrop table a;")
    let run = try await ScriptRun(text, on: connection)
    let told = run.statements.map { trace in
      "\(trace.line) "
        + (trace.effect?.locks ?? []).map { "\($0.relation) \($0.mode.words)" }
        .joined(separator: ", ")
    }
    #expect(
      told == [
        "3 public.a ACCESS SHARE", "4 public.a SHARE", "4 public.b ROW EXCLUSIVE",
        "6 public.a ACCESS EXCLUSIVE",
      ])
    #expect(run.isTransaction && run.failure == nil)
  }
}

@Test("an error has its place in the file, whatever stands around it")
func places() async throws {
  let cases: [(text: String, place: String, excerpt: String)] = [
    ("select 1;\nselect nothing;", "2:8", "select nothing;"),
    (
      "-- ü\n  create table é (i int); select ä from é;", "2:34",
      "  create table é (i int); select ä from é;"
    ),
    ("create table q (\r\n  i int,,\r\n);\r\n", "2:9", "  i int,,"),
    ("select 1;\ncreate tabel q ();\n", "2:8", "create tabel q ();"),
    ("insert into pg_class\n", "1:21", "insert into pg_class"),
    ("select '", "1:8", "select '"),
    (
      "create table q (i int primary key);\n\n  insert into q values (null);", "3:3",
      "  insert into q values (null);"
    ),
    ("do $$ begin\n  perform nothing();\nend $$;", "1:1", "do $$ begin"),
    (
      "create table q (i int unique deferrable initially deferred);\n"
        + "insert into q values (1), (1);\n\n", "2:31", "insert into q values (1), (1);"
    ),
    ("vacuum;\n\nselect x;", "3:8", "select x;"), ("commit;\nselect x;", "2:8", "select x;"),
  ]
  try await withHost { host in
    let connection = try await Connection.open(try await host.database().settings)
    for (text, place, excerpt) in cases {
      let text = MigrationText(path: RepoPath("x.sql"), firstLine: 1, text: text)
      let traced = try #require(try await ScriptRun(text, on: connection).failure, "\(text.text)")
      #expect("\(traced.line):\(traced.column)" == place, "\(text.text)")
      #expect(traced.excerpt == excerpt)
      let applied = try #require(try await text.apply(on: connection))
      #expect(
        "\(applied.line):\(applied.column)" == place || applied.error.position == nil,
        "\(text.text)")
      try await connection.query("discard all")
    }
  }
}
