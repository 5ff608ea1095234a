import FoundationEssentials
import GateModel
import Postgres
import TestSupport
import Testing

@testable import GateMigrations

/// Migrations by the names of their files.
func migrations(_ files: [String: String]) -> MigrationSet {
  MigrationSet(
    files.map { MigrationFile(path: RepoPath("m/\($0.key)"), text: $0.value) },
    settings: MigrationSettings(path: RepoPath("m"), format: .sqlPairs))
}

private let shop = [
  "001_orders.up.sql": "create table orders (id int primary key);",
  "001_orders.down.sql": "drop table orders;",
  "002_total.up.sql": "alter table orders add total int;\ninsert into orders values (1, 2);",
  "002_total.down.sql": "delete from orders; alter table orders drop total;",
  "003_index.up.sql":
    "create index concurrently by_total on orders (total);\nalter table orders add note text;",
  "003_index.down.sql": "alter table orders drop note;\ndrop index concurrently by_total;",
]

@Test("up, down, and up again; schema_version is the truth")
func upAndDown() async throws {
  try await withDatabase { settings in
    let connection = try await Connection.open(settings)
    let migrator = Migrator(connection, migrations(shop))
    #expect(try await migrator.currentVersion() == nil)
    #expect(try await migrator.status().pending == ["001_orders", "002_total", "003_index"])
    let second = try #require(MigrationVersion("2"))
    #expect(try await migrator.migrateUp(to: second) == ["001_orders", "002_total"])
    #expect(try await migrator.migrateUp() == ["003_index"])
    #expect(try await migrator.migrateUp() == [])
    let status = try await migrator.status()
    #expect(status.current == "003")
    #expect(status.applied.map(\.isTransactional) == [true, true, false])
    #expect(status.problems == [])
    #expect(
      try await connection.query("select max(version) from schema_version").scalar == "3")
    #expect(try await migrator.migrateDown() == ["003_index"])
    // The files of what was applied may be gone: the texts that undo it were kept.
    let none = Migrator(connection, migrations([:]))
    let zero = try #require(MigrationVersion("0"))
    #expect(try await none.migrateDown(to: zero) == ["2_total", "1_orders"])
    #expect(try await connection.query("select to_regclass('orders')").scalar == nil)
    #expect(try await migrator.currentVersion() == nil)
  }
}

@Test("what contradicts the history is refused, with the way out")
func refusals() async throws {
  try await withDatabase { settings in
    let connection = try await Connection.open(settings)
    _ = try await Migrator(connection, migrations(shop)).migrateUp()
    var edited = shop
    edited["001_orders.up.sql"] = "create table orders (id bigint primary key);"
    await #expect(throws: MigratorError.self) {
      try await Migrator(connection, migrations(edited)).migrateUp()
    }
    // A comment is no edit.
    var commented = shop
    commented["001_orders.up.sql"] = "-- why\r\ncreate table orders (id int primary key);\r\n"
    #expect(try await Migrator(connection, migrations(commented)).migrateUp() == [])
    #expect(try await Migrator(connection, migrations(edited)).repair() == ["001_orders"])
    #expect(try await Migrator(connection, migrations(edited)).migrateUp() == [])
    var late = edited
    (late["005_b.up.sql"], late["005_b.down.sql"]) = ("select 1;", "select 1;")
    (late["004_a.up.sql"], late["004_a.down.sql"]) = ("select 1;", "select 1;")
    var skipped = late
    skipped["004_a.up.sql"] = nil
    skipped["004_a.down.sql"] = nil
    await #expect(throws: MigratorError.self) {
      // A gap, in the files themselves.
      try await Migrator(connection, migrations(skipped)).migrateUp()
    }
    #expect(try await connection.query("select max(version) from schema_version").scalar == "3")
  }
}

@Test("a failing statement is shown where it stands, and nothing of its migration stays")
func failures() async throws {
  try await withDatabase { settings in
    let connection = try await Connection.open(settings)
    let files = [
      "001_a.up.sql": "create table a (id int);\n\n  alter table a\n  add column x nonsense;\n",
      "001_a.down.sql": "drop table a;",
    ]
    do {
      _ = try await Migrator(connection, migrations(files)).migrateUp()
      Issue.record("it was applied")
    } catch let failure as MigrationFailure {
      #expect((failure.cause.line, failure.cause.column) == (4, 16))
      #expect(failure.description.contains("m/001_a.up.sql:4:16: type \"nonsense\" does not exist"))
      #expect(failure.description.contains("  add column x nonsense;\n                 ^"))
    }
    #expect(try await connection.query("select to_regclass('a')").scalar == nil)
    #expect(try await Migrator(connection, migrations(files)).currentVersion() == nil)
  }
}

@Test("two migrators at once: one applies, the other finds nothing to do")
func twoMigrators() async throws {
  try await withDatabase { settings in
    let results = try await withThrowingTaskGroup(of: [String].self) { group in
      for _ in 0..<4 {
        group.addTask {
          let connection = try await Connection.open(settings)
          return try await Migrator(connection, migrations(shop)).migrateUp()
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(results.map(\.count).sorted() == [0, 0, 0, 3])
  }
}

@Test("a migration may change the session: search path, role, settings, its own transaction")
func sessions() async throws {
  try await withDatabase { settings in
    let connection = try await Connection.open(settings)
    let files = [
      "001_dump.up.sql":
        "select pg_catalog.set_config('search_path', '', false);\nset statement_timeout = 1234;\n"
        + "create table public.a (id int);\ncreate role gate_test_role;\nset role gate_test_role;",
      "001_dump.down.sql": "drop table a; drop role gate_test_role;",
      "002_own.up.sql": "begin;\ncreate table b (id int);\ncommit;\ncreate table c (id int);",
      "002_own.down.sql": "drop table b, c;",
      "003_enum.up.sql":
        "create type mood as enum ('ok');",
      "003_enum.down.sql": "drop type mood;",
      "004_value.up.sql":
        "alter type mood add value 'sad';\ncreate table d (m mood default 'sad');",
      "004_value.down.sql": "drop table d;",
    ]
    let migrator = Migrator(connection, migrations(files))
    #expect(try await migrator.migrateUp().count == 4)
    #expect(try await connection.query("show statement_timeout").scalar == "0")
    #expect(try await connection.query("select current_user = session_user").scalar == "t")
    #expect(try await connection.query("select count(*) from schema_version_journal").scalar == "0")
  }
}

@Test("baseline records what is there, once")
func baselines() async throws {
  try await withDatabase { settings in
    let connection = try await Connection.open(settings)
    try await connection.run(
      script: "create table orders (id int primary key, total int)")
    let migrator = Migrator(connection, migrations(shop))
    let second = try #require(MigrationVersion("002"))
    #expect(try await migrator.baseline(second) == ["001_orders", "002_total"])
    await #expect(throws: MigratorError.self) { try await migrator.baseline(second) }
    #expect(try await migrator.migrateUp() == ["003_index"])
  }
}

@Test("a migration goes to the server at once, and an error has its place all the same")
func placeInWhole() async throws {
  let cases = [
    ("select 1;\nselect nothing;", "2:8"),
    ("-- ü\nselect 1; select ä;", "2:18"),
    // These have no place of their own: what was done before says which statement it is.
    ("create table q (i int primary key);\n\n  insert into q values (null);", "3:3"),
    ("select 1;;\n/* one */ select 1/0; -- two", "2:11"),
    ("select 1;\ndo $$ begin\n  raise 'no';\nend $$;\nselect 2", "2:1"),
    ("create role gate_place;\nset role gate_place;\ncreate table q ();", "3:14"),
  ]
  try await withDatabase { settings in
    let connection = try await Connection.open(settings)
    for (text, place) in cases {
      let set = migrations(["001_a.up.sql": text, "001_a.down.sql": "select 1;"])
      await #expect {
        try await Migrator(connection, set).migrateUp()
      } throws: { error in
        let cause = (error as? MigrationFailure)?.cause
        return cause.map { "\($0.line):\($0.column)" } == place
      }
      #expect(await !connection.isInTransaction)
      #expect(try await connection.query("select session_user = current_user").scalar == "t")
    }
  }
}
