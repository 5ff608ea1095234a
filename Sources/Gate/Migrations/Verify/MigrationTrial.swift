/// What came of one migration: up, down, and up again.
package struct MigrationTrial: Sendable, Hashable {
  /// Which.
  package var migration: Migration
  /// The first time up.
  package var up: ScriptRun
  /// Nil where there is none, or the way up failed.
  package var down: ScriptRun?
  /// The second time up; nil where it did not come to that.
  package var again: ScriptRun?
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
    up.failure == nil && down?.failure == nil && again?.failure == nil
      && afterDown?.isEmpty == true && afterAgain?.isEmpty == true
  }
}
