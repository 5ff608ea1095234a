import ArgumentParser
import GateMigrations
import GateModel

/// `gate migrate status`
struct MigrateStatus: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status", abstract: "What is applied, what is pending, what is wrong.",
    discussion: """
      Changes nothing. Exit code 1 where the history and the files contradict each other.

      EXAMPLES
        gate migrate status
        gate migrate status --format json
      """)

  @OptionGroup var place: Place
  @Option(help: "text, or json.") var format = AnswerFormat.text

  func run() throws {
    try migrating(at: place) { migrator, _ in
      let status = try await migrator.status()
      try Console.print(format == .json ? status.json.text() + "\n" : text(status))
      // Said as an exit code; the words are printed.
      if !status.problems.isEmpty { throw ExitCode(1) }
      return ""
    }
  }

  private func text(_ status: MigrationStatus) -> String {
    var text = "version: \(status.current ?? "none")\n"
    for row in status.applied {
      let title = row.name.isEmpty ? row.version : "\(row.version)_\(row.name)"
      text += "applied  \(title)  \(row.appliedAt)  \(row.appliedBy)  \(row.milliseconds) ms"
      text += row.hasFile ? "\n" : "  its file is gone\n"
    }
    text += status.pending.map { "pending  \($0)\n" }.joined()
    return text + status.problems.map { "problem  \($0)\n" }.joined()
  }
}
