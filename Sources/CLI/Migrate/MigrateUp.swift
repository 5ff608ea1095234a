import ArgumentParser
import GateMigrations

/// `gate migrate up`
struct MigrateUp: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "up", abstract: "Apply what is pending, in order.",
    discussion: """
      `--dry-run` prints what would run, without the lines of schema_version: a database that was \
      changed by hand with it needs `gate migrate baseline`.

      EXAMPLES
        gate migrate up
        gate migrate up --to 7 --dry-run
      """)

  @OptionGroup var place: Place
  @Option(help: ArgumentHelp("The last version to apply.", valueName: "version")) var to:
    TargetVersion?
  @Flag(help: "Print the SQL and change nothing.") var dryRun = false

  func run() throws {
    try migrating(at: place) { migrator, set in
      if dryRun {
        let pending = Set(try await migrator.status().pending)
        let texts = set.migrations.filter {
          pending.contains($0.description) && $0.version <= (to?.version ?? $0.version)
        }.map { dryText($0.description, $0.up) }
        return texts.joined(separator: "\n")
      }
      let applied = try await migrator.migrateUp(to: to?.version)
      if applied.isEmpty { Console.say("Nothing to do: everything is applied.") }
      return ""
    }
  }
}

/// `gate migrate down`
struct MigrateDown: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "down", abstract: "Undo the last migration, or all after a version.",
    discussion: """
      What was applied last is undone first, by the text that was kept when it was applied.

      EXAMPLES
        gate migrate down
        gate migrate down --to 3
        gate migrate down --to 0          all of them
        gate migrate down --dry-run
      """)

  @OptionGroup var place: Place
  @Option(help: ArgumentHelp("The last version to keep; 0 for none.", valueName: "version"))
  var to: TargetVersion?
  @Flag(help: "Print the SQL and change nothing.") var dryRun = false

  func run() throws {
    try migrating(at: place) { migrator, _ in
      if dryRun {
        return try await migrator.plannedDown(to: to?.version).map(dryText)
          .joined(separator: "\n")
      }
      let undone = try await migrator.migrateDown(to: to?.version)
      if undone.isEmpty { Console.say("Nothing to do: nothing is applied after that.") }
      return ""
    }
  }
}

/// `gate migrate baseline`
struct MigrateBaseline: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "baseline",
    abstract: "Record what a database has already, without running it.",
    discussion: """
      For a database that was made before there was a schema_version.

      EXAMPLE
        gate migrate baseline 12
      """)

  @OptionGroup var place: Place
  @Argument(help: ArgumentHelp("The last version that the database has.", valueName: "version"))
  var target: TargetVersion

  func run() throws {
    try migrating(at: place) { migrator, _ in
      try await migrator.baseline(target.version).map { "recorded  \($0)\n" }.joined()
    }
  }
}

/// `gate migrate repair`
struct MigrateRepair: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "repair",
    abstract: "Bless applied migrations that were edited since.",
    discussion: """
      Their checksums, names and down migrations are taken from the files; nothing is run.

      EXAMPLE
        gate migrate repair
      """)

  @OptionGroup var place: Place

  func run() throws {
    try migrating(at: place) { migrator, _ in
      let blessed = try await migrator.repair()
      if blessed.isEmpty { Console.say("Nothing to do: no applied migration was edited.") }
      return blessed.map { "blessed  \($0)\n" }.joined()
    }
  }
}

/// A migration as a script for a person to read.
private func dryText(_ title: String, _ text: MigrationText) -> String {
  let isTransactional = MigrationScript(text).isTransactional
  let body = text.text.hasSuffix("\n") ? text.text : text.text + "\n"
  return "-- \(title): \(text.path)\n"
    + (isTransactional
      ? "begin;\n\(body)commit;\n" : "-- statement by statement, with a journal\n\(body)")
}
