import GateModel
import Postgres
import Testing

@testable import GateMigrations

/// Deeper than the parser may go by the gate's count, and flat to the server.
private let unread = "select case 1 " + String(repeating: "when 2 then 3 ", count: 6_100) + "end;\n"
private let procedure =
  "create procedure fill() language plpgsql as $$ begin\n"
  + "for i in 1..3 loop insert into t values (i); commit; end loop; end $$;\n"
private let loop =
  "do $$ begin for i in 1..3 loop insert into t values (i); commit; end loop; end $$;\n"

@Test("what commits by itself runs where nothing is around it, and the trial runs it the same way")
func committing() async throws {
  let noTransaction = "-- gate:no-transaction\n"
  let cases: [(up: String, rows: String)] = [
    ("create table t (i int);\n" + loop, "3"),
    (noTransaction + "create table t (i int);\n" + procedure + "call fill();", "3"),
    (
      noTransaction + "create table t (i int);\n" + procedure
        + "do $$ begin call fill(); end $$; insert into t values (4);", "4"
    ),
    // Not read: sent as it is.
    (unread + "begin; create table t (i int); commit; insert into t values (1);", "1"),
    (noTransaction + unread + "create table t (i int); insert into t values (1);", "1"),
    (unread + "create table t (i int);", "0"),
    // A COMMIT without BEGIN, and what is prepared for a later one.
    ("create table t (i int); commit; insert into t values (1);", "1"),
  ]
  try await withHost { host in
    for (up, rows) in cases {
      let set = migrations(["001_a.up.sql": up, "001_a.down.sql": "drop table t"])
      let database = try await host.database()
      let connection = try await Connection.open(database.settings)
      #expect(try await Migrator(connection, set).migrateUp() == ["001_a"])
      #expect(try await connection.query("select count(*) from t").scalar == rows)
      let journal = try await connection.query("select count(*) from schema_version_journal")
      #expect(journal.scalar == "0")
      let trial = try await Connection.open(try await host.database().settings)
      let run = try await ScriptRun(set.migrations[0].up, on: trial)
      #expect(run.failure == nil)
      #expect(try await trial.query("select count(*) from t").scalar == rows)
    }
  }
}

@Test("what commits by itself inside a transaction is refused with the way out, and leaves nothing")
func committingInside() async throws {
  try await withDatabase { settings in
    let connection = try await Connection.open(settings)
    let up = "create table t (i int);\n" + procedure + "call fill();"
    let set = migrations(["001_a.up.sql": up, "001_a.down.sql": "drop table t"])
    await #expect {
      try await Migrator(connection, set).migrateUp()
    } throws: { error in
      "\(error)".contains("m/001_a.up.sql:4:1: invalid transaction termination")
        && "\(error)".contains("put `-- gate:no-transaction` in the first line")
    }
    #expect(try await connection.query("select to_regclass('t')").scalar == nil)
    let trial = try await ScriptRun(set.migrations[0].up, on: connection)
    #expect(trial.failure?.error.hint?.contains("gate:no-transaction") == true)
    // One that says it is one transaction, and is not, is not begun: read or not.
    for up in ["create table t (i int); commit;", unread + "create table t (i int); commit;"] {
      var whole = set.migrations[0]
      whole.up.text = up
      whole.up.isTransactional = true
      let step = Step(up: whole, version: 1)
      let table = try await VersionTable(ensuredIn: connection)
      let run = StepRun(
        connection: connection, table: table, step: step, limits: MigratorLimits(),
        waiting: { _ in })
      await #expect {
        try await run.inTransaction()
      } throws: {
        ($0 as? MigratorError)?.message
          == "001_a is said to be one transaction, and has BEGIN, COMMIT or ROLLBACK of its own"
      }
      #expect(try await connection.query("select to_regclass('t')").scalar == nil)
    }
  }
}

@Test("what committed a part and failed is not guessed about: the error says what to do")
func committedPart() async throws {
  let fails =
    "-- gate:no-transaction\ncreate table t (i int primary key);\n"
    + "do $$ begin for i in 1..3 loop insert into t values (i % 3); commit; end loop;"
    + " insert into t values (1); end $$;\ninsert into t values (9);"
  let whole = "-- gate:no-transaction\n" + unread + "create table t (i int); commit; select 1/0;"
  try await withHost { host in
    for (up, place, done) in [(fails, "3:1", 1), (whole, "1:1", 0)] {
      let set = migrations(["001_a.up.sql": up, "001_a.down.sql": "drop table t"])
      let connection = try await Connection.open(try await host.database().settings)
      let migrator = Migrator(connection, set)
      await #expect {
        try await migrator.migrateUp()
      } throws: {
        "\($0)".contains("m/001_a.up.sql:\(place)")
          && "\($0)".contains("what it committed before that stays")
      }
      let update = "update schema_version_journal set attempting = false, done = \(done + 1)"
      await #expect {
        try await migrator.migrateUp()
      } throws: {
        let error = $0 as? MigratorError
        return error?.message.contains("nobody knows how far it came") == true
          && error?.hint.contains("`\(update) where version = 1` goes on behind it") == true
      }
      try await connection.run(script: "\(update) where version = 1")
      #expect(try await migrator.migrateUp() == ["001_a"])
    }
  }
}

@Test("what was refused before it did anything runs again")
func refusedCall() async throws {
  try await withDatabase { settings in
    let connection = try await Connection.open(settings)
    let up = "-- gate:no-transaction\ncreate table t (i int);\ncall fill();"
    let migrator = Migrator(
      connection, migrations(["001_a.up.sql": up, "001_a.down.sql": "drop table t"]))
    await #expect(throws: MigrationFailure.self) { try await migrator.migrateUp() }
    try await connection.run(script: procedure)
    #expect(try await migrator.migrateUp() == ["001_a"])
    #expect(try await connection.query("select count(*) from t").scalar == "3")
  }
}

@Test("several statements in one message are one transaction, unless they begin their own")
func oneMessage() {
  let index = "create index concurrently i on t (a);"
  for (text, isTransactional) in [
    (index, false), ("select 1;" + index, true), ("begin; select 1; commit;" + index, false),
    ("select 1; select 2;", true),
  ] {
    let set = migrations(
      ["000001_a.up.sql": text, "000001_a.down.sql": "select 1"], .golangMigrate)
    let up = set.migrations[0].up
    #expect(MigrationScript(up).isTransactional == isTransactional, "\(text)")
  }
}
