import ArgumentParser
import GateMigrations
import GateModel
import GatePipeline

/// `gate migrate lint`
struct MigrateLint: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lint", abstract: "Judge migrations by their text.",
    discussion: """
      All of the folder, or the files that are named. Needs no database. Exit code 1 where there is an \
      error; `gate check` does the same for what a change adds.

      EXAMPLES
        gate migrate lint
        gate migrate lint Migrations/007_totals.up.sql
      """)

  @OptionGroup var place: Place
  @Argument(help: "Files of the folder; all if left out.") var files: [String] = []
  @Option(help: "text, or json.") var format = AnswerFormat.text

  func run() throws {
    try answering {
      let folder = try MigrationFolder(above: place.path)
      let chosen = try folder.migrations(in: files, from: place)
      let problems = files.isEmpty ? folder.set.problems.map(\.finding) : []
      let findings =
        (problems + lint(chosen, levels: folder.project.rules.levels)).sorted()
      try printFindings(findings, format)
      return findings.contains { $0.level == .error } ? 1 : 0
    }
  }
}
