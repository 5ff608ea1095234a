/// What came of one migration: up, down, and up again.
package struct MigrationTrial: Sendable, Hashable {
  /// Which.
  package var migration: Migration
  /// The first time up, statement by statement.
  package var up: ScriptRun
  /// Why what undoes it did not run.
  package var downFailure: ScriptFailure?
  /// Why it did not run a second time.
  package var againFailure: ScriptFailure?
  /// What up does to the schema.
  package var change: SchemaDifference?
  /// How the schema after down differs from the one before up.
  package var afterDown: SchemaDifference?
  /// Whether down left everything as up had made it, though up had made something.
  package var downIsIdle = false
  /// How the schema after the second up differs from the one after the first.
  package var afterAgain: SchemaDifference?

  /// Whether down undoes it, and nothing is left to say.
  package var isExact: Bool {
    up.failure == nil && downFailure == nil && againFailure == nil && afterDown?.isEmpty == true
      && afterAgain?.isEmpty == true
  }
}
