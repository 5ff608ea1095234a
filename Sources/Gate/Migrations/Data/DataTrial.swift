/// What came of one migration on a database that has rows in every table.
package struct DataTrial: Sendable, Hashable {
  /// Which.
  package var migration: Migration
  /// Tables that had no rows before it, and why.
  package var empty: [Seeding.Empty] = []
  /// Why the project's own rows could not be put in; the migration was not tried then.
  package var fileFailure: ScriptFailure?
  /// How the project's own rows changed the schema; the migration was not tried then.
  package var fileChange = SchemaDifference.none
  /// Why it did not run.
  package var upFailure: ScriptFailure?
  /// Why what undoes it did not run.
  package var downFailure: ScriptFailure?
  /// Why it did not run again.
  package var againFailure: ScriptFailure?
  /// Tables that had more rows before up and down, or before up where nothing undoes it.
  package var lost: [Loss] = []
  /// Columns whose values were others before up and down: `shop.orders.total`.
  package var changed: [String] = []

  /// A table with fewer rows than before.
  package struct Loss: Sendable, Hashable {
    /// With its schema.
    package var table: String
    /// How many rows it had.
    package var before: Int
    /// How many it has.
    package var after: Int
  }

  /// Whether it ran there and back, and everything is as before.
  package var isExact: Bool {
    fileFailure == nil && fileChange.isEmpty && upFailure == nil && downFailure == nil
      && againFailure == nil
      && lost.isEmpty && changed.isEmpty
  }
}
