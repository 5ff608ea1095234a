import Postgres
import TestSupport
import Testing

@testable import GateMigrations

private let weak = """
  do $$ begin create role gate_weak; exception when duplicate_object then null; end $$;
  create schema w; grant all on schema w to gate_weak; grant gate_weak to current_user
  """

@Test("a role that a script takes holds for its statements, and not for the journal")
func journalRoles() async throws {
  let cases = [
    "set role gate_weak;\ncreate table w.a (i int);\ncreate index concurrently on w.a (i);\nreset role;",
    "set session authorization gate_weak;\ncreate table w.a (i int);\nvacuum w.a;",
    "begin;\nset role gate_weak;\ncreate table w.a (i int);\ncommit;\ncreate index on w.a (i);",
    "begin;\nset local role gate_weak;\ncreate table w.a (i int);\ncommit;\ncreate table w.b (i int);",
    "set role gate_weak;\nbegin;\nrollback;\ncreate table w.a (i int);\nvacuum w.a;",
  ]
  try await withHost { host in
    for up in cases {
      let connection = try await Connection.open(try await host.database().settings)
      try await connection.run(script: weak)
      let set = migrations([
        "001_a.up.sql": "-- gate:no-transaction\n" + up, "001_a.down.sql": "drop table w.a",
      ])
      #expect(try await Migrator(connection, set).migrateUp() == ["001_a"], "\(up)")
      let owners = try await connection.query(
        "select relname || ' ' || relowner::regrole from pg_class where relnamespace = 'w'::regnamespace and relkind = 'r' order by 1"
      )
      let expected = up.contains("w.b") ? ["a gate_weak", "b postgres"] : ["a gate_weak"]
      #expect(owners.compactMap { $0[0] } == expected, "\(up)")
      #expect(try await connection.query("select current_user").scalar == "postgres")
      #expect(try await connection.query("select count(*) from schema_version").scalar == "1")
    }
  }
}

@Test("a chain of transactions is refused before anything of it runs")
func chains() async throws {
  try await withDatabase { settings in
    let connection = try await Connection.open(settings)
    let up = """
      create table t (i int);
      begin; insert into t values (1);
      commit and chain;
      insert into t values (2); rollback;
      """
    let set = migrations(["001_a.up.sql": up, "001_a.down.sql": "drop table t"])
    await #expect {
      try await Migrator(connection, set).migrateUp()
    } throws: {
      ($0 as? MigratorError)?.message == "m/001_a.up.sql:3 ends a transaction AND CHAIN"
    }
    #expect(try await connection.query("select to_regclass('t')").scalar == nil)
    #expect(try await connection.query("select count(*) from schema_version_journal").scalar == "0")
  }
}

@Test("what cannot commit where no transaction is around it is not told to leave one")
func committingInsideItself() async throws {
  try await withDatabase { settings in
    let connection = try await Connection.open(settings)
    let up = "do $$ begin begin commit; end; exception when others then raise; end $$;"
    let set = migrations(["001_a.up.sql": up, "001_a.down.sql": "select 1"])
    await #expect {
      try await Migrator(connection, set).migrateUp()
    } throws: {
      let error = ($0 as? MigrationFailure)?.cause.error
      return error?.sqlState == "2D000"
        && error?.hint == "what it committed before that stays"
    }
  }
}
