import ArgumentParser

/// `gate migrate`: the migrator. One verb a file.
struct MigrateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "migrate",
    abstract: "Bring a database to a version of its schema.",
    discussion: """
      The database is that of DATABASE_URL, or of PG* as for psql; the files are those that gate.yml \
      names under `migrations:`. The table schema_version says what is applied.

      A migration runs in one transaction, or, where its statements cannot, with a journal that the \
      next run goes on from. Two migrators at once are kept apart.

      EXAMPLES
        gate migrate new add_totals
        gate migrate status
        gate migrate up
        gate migrate down --to 3
        gate scratch -- gate migrate up
      """,
    subcommands: [
      MigrateUp.self, MigrateDown.self, MigrateStatus.self, MigrateNew.self, MigrateLint.self,
      MigrateVerify.self, MigrateBaseline.self,
      MigrateRepair.self,
    ])
}
