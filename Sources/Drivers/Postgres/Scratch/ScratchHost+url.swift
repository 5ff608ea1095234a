/// The comment on each database that is made on another's server: no other is ever dropped.
let mark = "made by gate for one run"

extension ScratchHost {
  /// The prefix of a run's databases is also its session's name: while the session lives, they do.
  static func onServer(of settings: ConnectionSettings) async throws -> ScratchHost {
    let digits = String(UInt32.random(in: .min ... .max), radix: 16)
    let prefix = "gate_" + String(repeating: "0", count: 8 - digits.count) + digits + "_"
    let admin = try await Connection.open(settings)
    try await admin.query("select set_config('application_name', \(prefix), false)")
    let left = try await admin.query(
      """
      select datname from pg_database
      where datname ~ '^gate_[0-9a-f]{8}_[0-9]+$'
        and shobj_description(oid, 'pg_database') = \(mark) and not exists (
        select from pg_stat_activity where application_name = substr(datname, 1, 14))
      """)
    for row in left {
      // Another run may have been faster; a user who may not drop it did not make it.
      _ = try? await admin.query(
        "drop database if exists \(identifier: row[0] ?? "") with (force)")
    }
    return ScratchHost(admin, settings, nil, prefix: prefix)
  }
}
