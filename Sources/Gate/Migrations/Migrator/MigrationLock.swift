internal import Postgres

/// The one lock that keeps two migrators apart, on the migrating session.
///
/// It is asked for again and again, and never waited for: a session that waits in a lock holds a
/// snapshot, which CREATE INDEX CONCURRENTLY of the other waits for in turn, and Postgres ends one of
/// them.
struct MigrationLock {
  private let connection: Connection
  private let deadline: ContinuousClock.Instant
  private let clock = ContinuousClock()

  /// - Parameter patience: how long to wait for another migrator.
  init(_ connection: Connection, patience: Duration) {
    self.connection = connection
    deadline = clock.now + patience
  }

  /// Takes the lock; the session's end gives it up in any case.
  ///
  /// - Parameter waiting: told once who has it.
  ///
  /// - Returns: the schema that it is for, to give it up.
  func take(_ waiting: (String) -> Void) async throws -> String {
    try await refuseProxy()
    let schema = try await schema()
    var pause = Duration.milliseconds(25)
    var isTold = false
    while try await connection.query(
      "select pg_try_advisory_lock(\(MigrationLock.key), hashtext(\(schema)))"
    ).scalar != "t" {
      let holder = try await holder()
      guard clock.now < deadline else {
        throw MigratorError(
          "another migrator is at work: \(holder)",
          hint: "wait for it, or end it with pg_terminate_backend")
      }
      if !isTold { waiting(holder) }
      isTold = true
      try await Task.sleep(for: pause * Double.random(in: 0.8...1.2))
      pause = min(pause * 2, .seconds(1))
    }
    return schema
  }

  /// - Parameter schema: what `take` answered: a migration may have changed the search path.
  func release(_ schema: String) async throws {
    try await connection.query(
      "select pg_advisory_unlock(\(MigrationLock.key), hashtext(\(schema)))")
  }

  /// Where the table is, or will be: whoever finds the same table waits for the same lock.
  private func schema() async throws -> String {
    let found = try await connection.query(
      """
      select coalesce((select relnamespace::regnamespace::text from pg_class
        where oid = to_regclass('schema_version')), current_schema())
      """
    ).scalar
    guard let found else {
      throw MigratorError(
        "the search path has no schema for schema_version",
        hint: "create the schema, or name another one in search_path")
    }
    return found
  }

  /// `gate` as a number; the second half of the key is the schema.
  private static let key = 0x6761_7465

  private func holder() async throws -> String {
    let rows = try await connection.query(
      """
      select a.pid, a.usename, a.application_name, coalesce(host(a.client_addr), 'this machine') as place,
        extract(epoch from clock_timestamp() - a.backend_start)::int as age
      from pg_locks l join pg_stat_activity a using (pid)
      where l.locktype = 'advisory' and l.granted and l.classid = \(MigrationLock.key)
        and l.database = (select oid from pg_database where datname = current_database())
      """)
    guard let row = rows.first else { return "it has just ended" }
    return
      "process \(row["pid"] ?? "?") of \(row["usename"] ?? "?") (\(row["application_name"] ?? "")) "
      + "on \(row["place"] ?? "?"), for \(row["age"] ?? "?") s"
  }

  /// A proxy that gives each transaction another session loses the lock without a word.
  private func refuseProxy() async throws {
    let process = await connection.processID
    for _ in 0..<2
    where try await connection.query("select pg_backend_pid()").scalar != "\(process)" {
      throw MigratorError(
        "the server is behind a proxy that shares sessions (PgBouncer's transaction mode): no lock holds",
        hint: "give DATABASE_URL the server's own port, or a pool in session mode")
    }
  }
}
