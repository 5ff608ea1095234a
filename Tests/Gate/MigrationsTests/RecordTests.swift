import Postgres
import TestSupport
import Testing

@testable import GateMigrations

@Test("how a script has the server read texts does not reach the next one, nor what is kept of it")
func readingOfTexts() async throws {
  let set = migrations([
    "001_dump.up.sql":
      "set client_encoding = 'latin1';\nset standard_conforming_strings = off;\ncreate table a (i int);",
    "001_dump.down.sql": "drop table a; -- für immer",
    "002_text.up.sql": "create table b as select 'ü\\n' as t;", "002_text.down.sql": "drop table b",
    "003_alone.up.sql":
      "-- gate:no-transaction\nset client_encoding = 'latin1';\nset standard_conforming_strings = off;",
    "003_alone.down.sql": "select 'ä'",
    "004_text.up.sql": "insert into b values ('ö\\n');", "004_text.down.sql": "delete from b",
  ])
  try await withDatabase { settings in
    let connection = try await Connection.open(settings)
    #expect(try await Migrator(connection, set).migrateUp().count == 4)
    let other = try await Connection.open(settings)
    let texts = try await other.query("select t from b order by 1")
    #expect(Set(texts.map { $0[0] }) == ["ü\\n", "ö\\n"])
    let kept = try await other.query("select down from schema_version order by version")
    #expect(kept.map { $0[0] } == set.migrations.map(\.down?.text))
  }
}

@Test("what is kept of a migration is what was written, whatever is in it")
func keptTexts() async throws {
  let down = "select 'it''s', E'\\\\', $1$ \" $1$, '\\'; -- ü 🦩 \r\n"
  let files = ["001_it's.up.sql": "select 1 -- no end", "001_it's.down.sql": down]
  try await withDatabase { settings in
    for isStandard in ["on", "off"] {
      var settings = settings
      settings.keywords["options"] = "-c standard_conforming_strings=\(isStandard)"
      let connection = try await Connection.open(settings)
      let migrator = Migrator(connection, migrations(files))
      #expect(try await migrator.migrateUp() == ["001_it's"])
      let row = try await connection.query("select name, down from schema_version")
      #expect(row.map { [$0[0], $0[1]] } == [["it's", down]])
      let time = try await connection.query(
        "select milliseconds between 0 and 10000 from schema_version")
      #expect(time.scalar == "t")
      _ = try await connection.query("delete from schema_version")
    }
  }
}

@Test("what a commit refuses is the migration's, and nothing of it stays")
func refusedCommit() async throws {
  try await withDatabase { settings in
    let connection = try await Connection.open(settings)
    let up = """
      create table t (i int primary key, j int references t initially deferred);
      insert into t values (1, 2);
      """
    let set = migrations(["001_a.up.sql": up, "001_a.down.sql": "drop table t"])
    await #expect {
      try await Migrator(connection, set).migrateUp()
    } throws: {
      let cause = ($0 as? MigrationFailure)?.cause
      return cause?.error.sqlState == "23503" && cause?.line == 2
    }
    #expect(try await connection.query("select to_regclass('t')").scalar == nil)
    #expect(try await connection.query("select count(*) from schema_version").scalar == "0")
  }
}
