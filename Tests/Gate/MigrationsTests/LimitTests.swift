import Postgres
import TestSupport
import Testing

@testable import GateMigrations

@Test(
  "a lock that is not free ends a piece of a journal, which is tried again from its beginning",
  .timeLimit(.minutes(5)))
func journalLimits() async throws {
  let cases = [
    "-- gate:no-transaction\ninsert into t values (1);",
    "begin isolation level serializable;\ninsert into t values (1); insert into t values (2);\ncommit;",
    // What the script says itself counts.
    "-- gate:no-transaction\nset lock_timeout = '40ms';\ninsert into t values (1);",
  ]
  try await withHost { host in
    for up in cases {
      let settings = try await host.database().settings
      let (connection, other) = (
        try await Connection.open(settings), try await Connection.open(settings)
      )
      try await other.query("create table t (i int)")
      try await other.run(script: "begin; lock table t")
      let set = migrations(["001_a.up.sql": up, "001_a.down.sql": "delete from t"])
      let own = up.contains("40ms")
      let (events, feed) = AsyncStream.makeStream(of: PostgresError.self)
      let limits = MigratorLimits(lockTimeout: own ? .seconds(600) : .milliseconds(40))
      let migrator = Migrator(connection, set, limits: limits) {
        if case .retried(_, let error) = $0 { feed.yield(error) }
      }
      async let applied = migrator.migrateUp()
      var waited = events.makeAsyncIterator()
      #expect(await waited.next()?.sqlState == .lockNotAvailable)
      try await other.query("rollback")
      #expect(try await applied == ["001_a"])
      let rows = try await other.query("select count(*) = count(distinct i) from t").scalar
      #expect(rows == "t", "\(up)")
    }
  }
}

@Test(
  "outside of transactions nothing but a limit that was asked for ends a statement",
  .timeLimit(.minutes(5)))
func limitsAlone() async throws {
  try await withDatabase { settings in
    let (connection, other) = (
      try await Connection.open(settings), try await Connection.open(settings)
    )
    try await other.query("create table t (i int)")
    try await other.run(script: "begin; insert into t values (1)")
    let set = migrations([
      "001_a.up.sql": "create index concurrently i on t (i);", "001_a.down.sql": "drop index i",
    ])
    let limited = MigratorLimits(
      lockTimeout: .milliseconds(20), statementTimeout: .milliseconds(200))
    await #expect {
      try await Migrator(connection, set, limits: limited).migrateUp()
    } throws: {
      ($0 as? MigrationFailure)?.cause.error.sqlState == .queryCanceled
    }
    let limits = MigratorLimits(lockTimeout: .milliseconds(20))
    async let applied = Migrator(connection, set, limits: limits).migrateUp()
    // Longer than any limit on a lock.
    try await Task.sleep(for: .milliseconds(300))
    try await other.query("commit")
    #expect(try await applied == ["001_a"])
    let valid = try await other.query(
      "select indisvalid from pg_index where indrelid = 't'::regclass")
    #expect(valid.map { $0[0] } == ["t"])
  }
}
