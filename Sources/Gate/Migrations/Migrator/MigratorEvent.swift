package import Postgres

extension Migrator {
  /// What happens, for a display.
  package enum MigratorEvent: Sendable, Hashable {
    /// Another migrator has the lock: who.
    case waiting(String)
    case started(String, MigrationFailure.Direction)
    /// It stopped half way before: how many of its statements are done, and of how many.
    case resumed(String, done: Int, of: Int)
    /// A lock was not free: why, and it is tried again.
    case retried(String, PostgresError)
    case finished(String, MigrationFailure.Direction, milliseconds: Int)
    case noticed(PostgresNotice)
  }
}
