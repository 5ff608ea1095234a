import ArgumentParser
import GateModel
import GateProject
import GateReports

/// `gate report`: a stored report in another format.
struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Render a stored report in another format.",
    discussion: """
      EXAMPLES
        gate report --format sarif > gate.sarif
        gate report reports/1a2b3c4d5e.json --format markdown
        git notes --ref gate show main | gate report -      of a wave that has landed
      """)

  @OptionGroup var place: Place
  @Argument(
    help:
      "A report in JSON, or - for standard input. Default: latest.json of the plan's `reports:`.")
  var file: String?
  @Option(help: "One of \(ReportFormat.names).") var format = ReportFormat.text

  func run() throws {
    try answering {
      let path = try file ?? latest()
      do {
        let report = try Report(stored: path == "-" ? readStandardInput() : try bytes(ofFile: path))
        let isColoured = Console.isColoured(processEnvironment())
        try Console.print(format.render(report, isColoured: isColoured))
        return 0
      } catch let problem as StoredReportProblem {
        throw Failure(
          "`\(path)`: \(problem.message)", hint: "`gate check` writes one", exit: .unjudged)
      }
    }
  }

  /// Where `gate check` wrote the last one.
  private func latest() throws -> String {
    guard let root = place.projectRoot else { return place.path + "/reports/latest.json" }
    return "\(root)/\(try worktreePlan(in: root).reports)/latest.json"
  }
}
