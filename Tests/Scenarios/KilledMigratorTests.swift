import Foundation
import Postgres
import TestSupport
import Testing

/// Kills the real migrator at every boundary between two statements of a migration, and looks at what
/// is left: the state before it, or one that the next run goes on from.
@Suite("a migrator that is killed", .timeLimit(.minutes(10)))
struct KilledMigratorTests {
  private let world: World

  init() throws {
    world = try World()
    let files = [
      "gate.yml":
        "version: 1\nproject: shop\ngatekeeper: D\nmigrations: {path: m, format: sql-pairs}\n",
      "Lanes/D.yml": "lane: D\nbranch: lane/d\nowns: [gate.yml, Lanes/**, m/**]\n",
      "m/001_first.up.sql": "create table t (id int);", "m/001_first.down.sql": "drop table t;",
      "m/002_many.up.sql": """
      create index concurrently t_first on t (id);
      insert into t select generate_series(1, 10);
      create index concurrently t_id on t (id);
      update t set id = id * 2;
      begin; insert into t values (100); insert into t values (200); commit;
      create unique index concurrently t_unique on t (id);
      """,
      "m/002_many.down.sql": """
      drop index concurrently t_unique;
      delete from t where id >= 100;
      drop index concurrently t_id;
      begin; delete from t where id > 8; update t set id = 9 where id = 8; commit;
      update t set id = id * 10;
      drop index concurrently t_first;
      """,
      "m/003_whole.up.sql": """
      alter table t add a int; alter table t add b int; update t set a = 1; alter table t drop b;
      """,
      "m/003_whole.down.sql": "alter table t drop a;",
    ]
    for (path, text) in files { try world.write(text, to: path) }
  }

  @Test("with a journal: every statement runs once", .timeLimit(.minutes(5)))
  func journal() async throws {
    try await withHost { host in
      // A transaction of the migration's own is one step, from 4 to 8.
      for boundary in [1, 2, 3, 4, 8, 9] {
        let database = try await host.database()
        let first = try await gate("migrate up --to 1", database)
        try #require(first.code == 0, "\(first.output)")
        let own = try await Connection.open(database.settings)
        // Whoever writes this line of the journal waits for the lock that the test holds.
        try await stop(at: "schema_version_journal", when: "new.done = \(boundary)", own)
        try await kill("migrate up --to 2", database, own)
        let version = try await own.query("select max(version) from schema_version").scalar
        #expect(version == "1", "killed at \(boundary)")
        let (output, code) = try await gate("migrate up --to 2", database)
        #expect(code == 0, "killed at \(boundary): \(output)")
        let rows = try await own.query(
          "select string_agg(id::text, ',' order by id) from t"
        ).scalar
        #expect(rows == "2,4,6,8,10,12,14,16,18,20,100,200", "killed at \(boundary)")
        let invalid = try await own.query(
          "select count(*) filter (where not indisvalid) || ' of ' || count(*) from pg_index where indrelid = 't'::regclass"
        ).scalar
        #expect(invalid == "0 of 3", "killed at \(boundary)")
        let left = try await own.query("select count(*) from schema_version_journal").scalar
        #expect(left == "0", "killed at \(boundary)")
      }
    }
  }

  @Test("with a journal, on the way down: every statement runs once", .timeLimit(.minutes(5)))
  func journalDown() async throws {
    try await withHost { host in
      for boundary in [1, 2, 3, 7, 8, 9] {
        let database = try await host.database()
        let first = try await gate("migrate up --to 2", database)
        try #require(first.code == 0, "\(first.output)")
        let own = try await Connection.open(database.settings)
        try await stop(at: "schema_version_journal", when: "new.done = \(boundary)", own)
        try await kill("migrate down", database, own)
        let version = try await own.query("select max(version) from schema_version").scalar
        #expect(version == "2", "killed at \(boundary)")
        let other = try await gate("migrate up", database)
        #expect(other.code == 2 && other.output.contains("half way down"), "\(other.output)")
        let (output, code) = try await gate("migrate down", database)
        #expect(code == 0, "killed at \(boundary): \(output)")
        let rows = try await own.query("select string_agg(id::text, ',' order by id) from t").scalar
        #expect(rows == "20,40,60,90", "killed at \(boundary)")
        let left = try await own.query(
          """
          select (select count(*) from pg_index where indrelid = 't'::regclass)
            + (select count(*) from schema_version_journal), (select max(version) from schema_version)
          """)
        #expect(left.map { [$0[0], $0[1]] } == [["0", "1"]], "killed at \(boundary)")
      }
    }
  }

  @Test(
    "inside CREATE INDEX CONCURRENTLY, whether its session lives on or not", .timeLimit(.minutes(5))
  )
  func concurrentIndex() async throws {
    try await withHost { host in
      for isEnded in [false, true] {
        let database = try await host.database()
        let first = try await gate("migrate up --to 1", database)
        try #require(first.code == 0, "\(first.output)")
        let own = try await Connection.open(database.settings)
        let holder = try await Connection.open(database.settings)
        // Whoever builds an index waits for all transactions that have written to the table.
        try await holder.run(script: "begin; insert into t values (-1)")
        let session = try await killed("migrate up --to 2", database, own, waiting: "virtualxid")
        let state: SQL = """
          select (select string_agg(indisvalid::text, ',') from pg_index where indrelid = 't'::regclass)
            || ' ' || (select attempting from schema_version_journal)
          """
        #expect(try await own.query(state).scalar == "false true")
        if isEnded {
          try await own.query("select pg_terminate_backend(\(session))")
          try await gone(session, own)
          try await holder.query("rollback")
        }
        // The session that nobody listens to has the migrator's lock, until it is done.
        async let second = gate("migrate up --to 2", database)
        if !isEnded {
          try await until {
            try await own.query(
              "select 1 from pg_stat_activity where application_name = 'gate' and query ~ 'try_advisory'"
            ).scalar != nil
          }
          try await holder.query("rollback")
        }
        let (output, code) = try await second
        #expect(code == 0, "\(output)")
        let indexes = try await own.query(
          "select bool_and(indisvalid) || ' ' || count(*) from pg_index where indrelid = 't'::regclass"
        ).scalar
        #expect(indexes == "true 3", "\(output)")
        #expect(try await own.query("select max(version) from schema_version").scalar == "2")
      }
    }
  }

  @Test(
    "in a transaction: nothing of it, or all of it where its session lives on",
    .timeLimit(.minutes(5)))
  func transaction() async throws {
    try await withHost { host in
      for (statement, isEnded) in [
        ("ALTER TABLE", true), ("UPDATE", true), ("ALTER TABLE", false), ("UPDATE", false),
      ] {
        let database = try await host.database()
        let first = try await gate("migrate up --to 2", database)
        try #require(first.code == 0, "\(first.output)")
        let own = try await Connection.open(database.settings)
        try await own.run(
          script: """
            create function hold() returns event_trigger language plpgsql as $$
            begin perform pg_advisory_xact_lock(42); end $$;
            create function hold_row() returns trigger language plpgsql as $$
            begin perform pg_advisory_xact_lock(42); return new; end $$;
            """)
        try await own.run(
          script: statement == "UPDATE"
            ? "create trigger hold before update on t for each statement execute function hold_row()"
            : "create event trigger hold on ddl_command_end when tag in ('ALTER TABLE') execute function hold()"
        )
        try await own.query("select pg_advisory_lock(42)")
        let session = try await killed("migrate up", database, own, waiting: "advisory")
        if isEnded { try await own.query("select pg_terminate_backend(\(session))") }
        try await own.query("select pg_advisory_unlock(42)")
        try await gone(session, own)
        try await own.run(
          script: statement == "UPDATE" ? "drop trigger hold on t" : "drop event trigger hold")
        let state: SQL = """
          select count(*) || ' ' || (select max(version) from schema_version)
          from pg_attribute where attrelid = 't'::regclass and attnum > 0 and not attisdropped
          """
        let expected = isEnded ? "1 2" : "2 3"
        #expect(try await own.query(state).scalar == expected, "killed in \(statement)")
        let (output, code) = try await gate("migrate up", database)
        #expect(code == 0, "\(output)")
        #expect(try await own.query(state).scalar == "2 3")
      }
    }
  }

  private func gate(
    _ words: String, _ database: ScratchHost.Database
  ) async throws -> (output: String, code: Int32) {
    try await world.sh("DATABASE_URL='\(database.settings.url)' gate \(words)")
  }

  /// Makes a write to a table wait for lock 42, and takes it.
  private func stop(at table: String, when: String, _ own: Connection) async throws {
    try await own.run(
      script: """
        create function hold() returns trigger language plpgsql as $$
        begin perform pg_advisory_xact_lock(42); return new; end $$;
        create trigger hold before update on \(table) for each row when (\(when))
          execute function hold();
        """)
    try await own.query("select pg_advisory_lock(42)")
  }

  /// Kills the migrator where its session waits for lock 42, and lets the session find out that nobody is
  /// there any more.
  private func kill(
    _ words: String, _ database: ScratchHost.Database, _ own: Connection
  ) async throws {
    let session = try await killed(words, database, own, waiting: "advisory")
    try await own.query("select pg_advisory_unlock(42)")
    try await gone(session, own)
    try await own.run(script: "drop trigger hold on schema_version_journal; drop function hold")
  }

  /// Starts the migrator, and kills it where its session waits for a lock.
  ///
  /// - Returns: the session, which waits on.
  private func killed(
    _ words: String, _ database: ScratchHost.Database, _ own: Connection, waiting type: String
  ) async throws -> Int {
    let pid = world.folder + "/pid"
    try? FileManager.default.removeItem(atPath: pid)  // Not there at first.
    async let killed = world.sh(
      "echo $$ > pid; DATABASE_URL='\(database.settings.url)' exec gate \(words)")
    let waiting: SQL = """
      select l.pid from pg_locks l join pg_stat_activity a using (pid)
      where l.locktype = \(type) and not l.granted and a.datname = current_database()
      """
    var session: Int?
    try await until {
      session = try await own.query(waiting).scalar.flatMap { Int($0) }
      return session != nil
    }
    let process = try String(contentsOfFile: pid, encoding: .utf8)
    try await world.sh("kill -9 \(process)")
    #expect(try await killed.code == -1)
    return try #require(session)
  }

  private func gone(_ session: Int, _ own: Connection) async throws {
    try await until {
      try await own.query("select 1 from pg_stat_activity where pid = \(session)").scalar == nil
    }
  }

  /// Waits until something is so; at most half a minute.
  private func until(_ isSo: () async throws -> Bool) async throws {
    let end = ContinuousClock.now + .seconds(30)
    while try await !isSo() {
      try #require(ContinuousClock.now < end, "it has not come to be")
      try await Task.sleep(for: .milliseconds(2))
    }
  }
}
