internal import Postgres

/// The tables that say what has been applied: `schema_version` is the only truth, and beside it the
/// journal has the migrations that are half way because no transaction holds them.
///
/// Both are found by the session's search path, as everybody's `select max(version) from schema_version`
/// finds them; from then on they are named with their schema, because a migration may change the path.
struct VersionTable: Sendable {
  private let connection: Connection
  private let schema: String

  /// What the table says of one migration.
  struct Row: Sendable, Hashable {
    var version: Int
    var name: String
    /// Hexadecimal.
    var checksum: String
    /// The text that undoes it, kept because its file may be gone by then.
    var down: String?
    var isDownTransactional: Bool?
    /// Its place in the order of applying, from 1.
    var order: Int
    var appliedAt: String
    var appliedBy: String
    var milliseconds: Int
    var isTransactional: Bool
  }

  /// A migration that is half way.
  struct JournalRow: Sendable, Hashable {
    var version: Int
    var direction: MigrationFailure.Direction
    /// Of the pieces that are done, and of the one that was sent.
    var checksum: String
    /// How many pieces are done.
    var done: Int
    /// The transaction that noted that the next one is sent, where it has not been answered: what it made
    /// may be there.
    var attempt: String?
  }

  /// Finds the tables, and makes them where they are missing.
  init(ensuredIn connection: Connection) async throws {
    if let table = try await VersionTable(findingIn: connection) {
      self = table
      return
    }
    try await connection.run(
      script: """
        create table schema_version (
          version bigint primary key,
          name text not null,
          checksum text not null,
          applied_at timestamptz not null default clock_timestamp(),
          applied_by text not null default session_user,
          milliseconds bigint not null,
          transactional boolean not null,
          applied_order bigint generated always as identity,
          down text,
          down_transactional boolean);
        create table schema_version_journal (
          version bigint primary key,
          direction text not null check (direction in ('up', 'down')),
          checksum text not null,
          done integer not null default 0,
          attempting boolean not null default false,
          started_at timestamptz not null default clock_timestamp(),
          started_by text not null default session_user);
        """)
    guard let table = try await VersionTable(findingIn: connection) else {
      throw MigratorError(
        "the search path has no schema for schema_version",
        hint: "create the schema, or name another one in search_path")
    }
    self = table
  }

  /// Finds the tables; nil where they are missing.
  init?(findingIn connection: Connection) async throws(PostgresError) {
    let schema = try await connection.query(
      """
      select n.nspname from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.oid = to_regclass('schema_version')
      """
    ).scalar
    guard let schema else { return nil }
    self.schema = schema
    self.connection = connection
  }

  /// Everything applied, in the order of applying.
  func rows() async throws(PostgresError) -> [Row] {
    try await connection.query(
      """
      select version, name, checksum, down, down_transactional, applied_order, applied_by,
        milliseconds, transactional,
        to_char(applied_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as applied_at
      from \(identifier: schema).schema_version order by applied_order
      """
    ).map { row in
      Row(
        version: row.int("version") ?? 0, name: row["name"] ?? "", checksum: row["checksum"] ?? "",
        down: row["down"], isDownTransactional: row.bool("down_transactional"),
        order: row.int("applied_order") ?? 0, appliedAt: row["applied_at"] ?? "",
        appliedBy: row["applied_by"] ?? "", milliseconds: row.int("milliseconds") ?? 0,
        isTransactional: row.bool("transactional") ?? true)
    }
  }

  /// The highest version; nil where nothing is applied.
  func current() async throws(PostgresError) -> Int? {
    try await connection.query("select max(version) from \(identifier: schema).schema_version")
      .scalar.flatMap { Int($0) }
  }

  /// What is half way.
  func journal() async throws(PostgresError) -> [JournalRow] {
    try await connection.query(
      """
      select version, direction, checksum, done, case when attempting then xmin end as attempt
      from \(identifier: schema).schema_version_journal order by version
      """
    ).compactMap { row in
      MigrationFailure.Direction(rawValue: row["direction"] ?? "").map {
        JournalRow(
          version: row.int("version") ?? 0, direction: $0, checksum: row["checksum"] ?? "",
          done: row.int("done") ?? 0, attempt: row["attempt"])
      }
    }
  }

  /// Records that a step has run: with a row, or without one after the way down. It has no parameters, so
  /// that it can go to the server with a script.
  ///
  /// - Parameter milliseconds: how long it took; nil for since its transaction began.
  func record(of step: Step, milliseconds: Int?, isTransactional: Bool) -> SQL {
    let table = quotedIdentifier(schema) + ".schema_version"
    if step.direction == .down {
      return SQL(verbatim: "delete from \(table) where version = \(step.version)")
    }
    let time =
      milliseconds.map { "\($0)" }
      ?? "1000 * extract(epoch from clock_timestamp() - transaction_timestamp())"
    let down = step.down.map { quotedLiteral($0.text) } ?? "null"
    return SQL(
      verbatim: """
        insert into \(table)
          (version, name, checksum, milliseconds, transactional, down, down_transactional)
        values (\(step.version), \(quotedLiteral(step.name)), \(quotedLiteral(step.checksum)), \(time),
          \(isTransactional), \(down), \(step.down?.isTransactional.map { "\($0)" } ?? "null"))
        """)
  }

  /// Takes over what the files say now of a version that is applied.
  func bless(_ version: Int, as migration: Migration) async throws(PostgresError) {
    try await connection.query(
      """
      update \(identifier: schema).schema_version
      set checksum = \(migration.up.checksum.description), name = \(migration.name),
        down = \(migration.down?.text),
        down_transactional = \(migration.down?.isTransactional.map { .boolean($0) } ?? .null)
      where version = \(version)
      """)
  }

  /// Begins the journal of a step.
  func open(_ step: Step) async throws(PostgresError) {
    try await connection.query(
      """
      insert into \(identifier: schema).schema_version_journal (version, direction, checksum)
      values (\(step.version), \(step.direction.rawValue), \(step.script.checksum(ofFirst: 0)))
      """)
  }

  /// So many pieces of the step are done.
  func note(_ done: Int, of step: Step) async throws(PostgresError) {
    try await connection.query(
      """
      update \(identifier: schema).schema_version_journal
      set done = \(done), attempting = false, checksum = \(step.script.checksum(ofFirst: done))
      where version = \(step.version)
      """)
  }

  /// A piece of the step is sent, or the server has answered that it did nothing.
  func attempt(_ index: Int, of step: Step, isSent: Bool) async throws(PostgresError) {
    let checksum = step.script.checksum(ofFirst: isSent ? index + 1 : index)
    try await connection.query(
      """
      update \(identifier: schema).schema_version_journal
      set attempting = \(isSent), checksum = \(checksum)
      where version = \(step.version)
      """)
  }

  /// Ends the journal of a step.
  func closing(_ step: Step) -> SQL {
    "delete from \(identifier: schema).schema_version_journal where version = \(step.version)"
  }
}
