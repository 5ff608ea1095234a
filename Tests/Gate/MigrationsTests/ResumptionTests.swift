import Postgres
import TestSupport
import Testing

@testable import GateMigrations

/// Indexes whose statements have failed: invalid, and nobody's any more.
private let left = """
  create table t (a int, b int); create table u (a int); insert into t select 1, 2 from generate_series(1, 3);
  insert into u select 1 from generate_series(1, 3); create schema s; create table s.v (a int);
  insert into s.v select 1 from generate_series(1, 3);
  """
private let failing = [
  "create unique index concurrently on t (a)",  // t_a_idx
  "create unique index concurrently named on t (a)",
  "create unique index concurrently on t (a, b)",  // t_a_b_idx
  "create unique index concurrently on t ((a + 1))",  // t_expr_idx
  "create unique index concurrently \"t_a_ccnew\" on t (a)",
  "create unique index concurrently u_a_ccnew1 on u (a)",
  "create unique index concurrently v_a_ccold on s.v (a)",
]

@Test("what is resumed takes away its own half index, and no other", .timeLimit(.minutes(5)))
func ownLeftovers() async throws {
  let all: Set = [
    "t_a_idx", "named", "t_a_b_idx", "t_expr_idx", "t_a_ccnew", "u_a_ccnew1", "v_a_ccold",
  ]
  let cases: [(statement: String, gone: Set<String>)] = [
    ("create index concurrently on t (a)", ["t_a_idx"]),
    ("create index concurrently on t (a, b)", ["t_a_b_idx"]),
    ("create index concurrently on t (a) include (b)", ["t_a_b_idx"]),
    ("create index concurrently on t ((b + 1))", ["t_expr_idx"]),
    ("create index concurrently named on t (a)", ["named"]),
    ("create index concurrently on public.u (a)", []),
    ("reindex index concurrently t_a", ["t_a_ccnew"]),
    ("reindex index concurrently t_b", []),
    ("reindex table concurrently u", ["u_a_ccnew1"]),
    ("reindex (concurrently) schema s", ["v_a_ccold"]),
  ]
  try await withHost { host in
    for (statement, gone) in cases {
      let connection = try await Connection.open(try await host.database().settings)
      try await connection.run(
        script: left + "; create index t_a on t (a); create index t_b on t (b)")
      let up = "-- gate:no-transaction\n" + statement
      let set = migrations(["001_a.up.sql": up, "001_a.down.sql": "select 1"])
      try await attempting(set, connection)
      try await fail(connection)
      #expect(try await Migrator(connection, set).migrateUp() == ["001_a"])
      #expect(try await invalid(connection) == all.subtracting(gone), "\(statement)")
    }
  }
}

@Test("what was left before a migration was begun is not the migration's")
func olderLeftovers() async throws {
  let statements = [
    "create index concurrently on t (a)", "reindex index concurrently t_a",
    "reindex (concurrently) schema public",
  ]
  try await withHost { host in
    for statement in statements {
      let connection = try await Connection.open(try await host.database().settings)
      try await connection.run(script: left + "; create index t_a on t (a)")
      try await fail(connection)
      let all = try await invalid(connection)
      let up = "-- gate:no-transaction\n" + statement
      let set = migrations(["001_a.up.sql": up, "001_a.down.sql": "select 1"])
      try await attempting(set, connection)
      #expect(try await Migrator(connection, set).migrateUp() == ["001_a"])
      #expect(try await invalid(connection) == all, "\(statement)")
    }
  }
}

@Test("an index that another session builds is waited for and left", .timeLimit(.minutes(5)))
func othersInProgress() async throws {
  try await withDatabase { settings in
    let connection = try await Connection.open(settings)
    let (builder, holder) = (
      try await Connection.open(settings), try await Connection.open(settings)
    )
    try await connection.run(script: "create table t (a int)")
    try await holder.run(script: "begin; insert into t values (1)")
    async let built = builder.run(script: "create index concurrently on t (a)")
    let progress: SQL = "select count(*) from pg_index where not indisvalid"
    try await until { try await holder.query(progress).scalar == "1" }
    let set = migrations([
      "001_a.up.sql": "create index concurrently on t (a)", "001_a.down.sql": "drop index t_a_idx",
    ])
    try await attempting(set, connection)
    async let applied = Migrator(connection, set).migrateUp()
    // It has looked at what there is, more than once.
    try await Task.sleep(for: .milliseconds(400))
    #expect(try await holder.query(progress).scalar == "1")
    try await holder.query("commit")
    _ = try await built
    #expect(try await applied == ["001_a"])
    let indexes = try await holder.query(
      "select indexrelid::regclass, indisvalid from pg_index where indrelid = 't'::regclass order by 1"
    )
    #expect(indexes.map { "\($0[0] ?? "") \($0[1] ?? "")" } == ["t_a_idx t", "t_a_idx1 t"])
  }
}

@Test("what is there or gone already is done")
func objectsDone() async throws {
  try await withDatabase { settings in
    let connection = try await Connection.open(settings)
    try await connection.query("set allow_in_place_tablespaces = on")
    try await connection.run(script: "create tablespace place location ''")
    try await connection.run(
      script: "create subscription sub connection '' publication p with (connect = false)")
    let cases = [
      ("create tablespace place location '/nowhere'", "drop tablespace place"),
      ("create subscription sub connection 'host=/nowhere' publication p", "drop subscription sub"),
    ]
    for statement in cases.map(\.0) {
      #expect(try await resumes(statement, connection), "\(statement)")
    }
    // Without a slot to drop at the other end.
    try await connection.query("alter subscription sub set (slot_name = none)")
    for statement in cases.map(\.1) {
      // Still there, and dropped; gone already.
      for _ in 1...2 { #expect(try await resumes(statement, connection), "\(statement)") }
    }
  }
}

/// Whether a migration of one statement, at which a migrator was killed, is gone on with.
private func resumes(_ statement: String, _ connection: Connection) async throws -> Bool {
  let set = migrations(["001_a.up.sql": statement, "001_a.down.sql": "select 1"])
  try await attempting(set, connection)
  let applied = try await Migrator(connection, set).migrateUp()
  try await connection.query("delete from schema_version")
  return applied == ["001_a"]
}

@Test("an index without a name that was built after the kill is done, and no other is")
func builtUnnamed() async throws {
  let statement = "create index concurrently on t (a, (b + 1)) where b > 0"
  let cases: [(before: String, after: String, count: Int)] = [
    ("select 1", statement, 1),
    (statement, "select 1", 2),
    ("select 1", "create index on t (a, (b + 1))", 2),
    ("select 1", "create unique index on t (a, (b + 1)) where b > 0", 2),
    ("select 1", "create index on t (b, (b + 1)) where b > 0", 2),
    ("select 1", "create index given on t (a, (b + 1)) where b > 0", 2),
  ]
  try await withHost { host in
    for (before, after, count) in cases {
      let connection = try await Connection.open(try await host.database().settings)
      try await connection.run(script: "create table t (a int, b int)")
      try await connection.run(script: before)
      let set = migrations(["001_a.up.sql": statement, "001_a.down.sql": "select 1"])
      try await attempting(set, connection)
      try await connection.run(script: after)
      #expect(try await Migrator(connection, set).migrateUp() == ["001_a"])
      let indexes = try await connection.query(
        "select count(*) from pg_index where indrelid = 't'::regclass and indisvalid")
      #expect(indexes.scalar == "\(count)", "\(before); \(after)")
    }
  }
}

/// Leaves half built what fails.
private func fail(_ connection: Connection) async throws {
  for statement in failing {
    await #expect(throws: PostgresError.self) { try await connection.run(script: statement) }
  }
}

private func invalid(_ connection: Connection) async throws -> Set<String> {
  let names = try await connection.query(
    "select relname from pg_index join pg_class c on c.oid = indexrelid where not indisvalid")
  return Set(names.compactMap { $0[0] })
}

/// Leaves the line of the journal that a migrator leaves which is killed in the first statement of the
/// first migration.
private func attempting(_ set: MigrationSet, _ connection: Connection) async throws {
  let step = Step(up: set.migrations[0], version: 1)
  let table = try await VersionTable(ensuredIn: connection)
  try await table.open(step)
  try await table.attempt(0, of: step, isSent: true)
}

/// Waits until something is so; at most half a minute.
private func until(_ isSo: () async throws -> Bool) async throws {
  let end = ContinuousClock.now + .seconds(30)
  while try await !isSo() {
    try #require(ContinuousClock.now < end, "it has not come to be")
    try await Task.sleep(for: .milliseconds(5))
  }
}
