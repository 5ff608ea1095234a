/// How long the migrator waits for others.
package struct MigratorLimits: Sendable, Hashable {
  /// For one lock, before the migration is rolled back and tried again: whoever waits for a lock holds
  /// up all who come after.
  package var lockTimeout: Duration
  /// For one statement; nil for as long as it takes.
  package var statementTimeout: Duration?
  /// How often a migration is tried where a lock was not free or a deadlock was ended.
  package var attempts: Int
  /// For another migrator.
  package var patience: Duration

  /// Makes limits; by default 3 s for a lock, five times, and ten minutes for another migrator.
  package init(
    lockTimeout: Duration = .seconds(3), statementTimeout: Duration? = nil, attempts: Int = 5,
    patience: Duration = .seconds(600)
  ) {
    self.lockTimeout = lockTimeout
    self.statementTimeout = statementTimeout
    self.attempts = attempts
    self.patience = patience
  }
}

extension Duration {
  /// As a setting of the server.
  var postgres: String { "\(max(1, Int(self / .milliseconds(1))))ms" }
}
