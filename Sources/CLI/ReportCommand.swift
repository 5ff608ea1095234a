import ArgumentParser
import GateModel
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
      """)

  @OptionGroup var place: Place
  @Argument(help: "A report in JSON. Default: reports/latest.json.") var file: String?
  @Option(help: "One of \(ReportFormat.names).") var format = ReportFormat.text

  func run() throws {
    try answering {
      let root = place.projectRoot ?? place.path
      let path = file ?? root + "/reports/latest.json"
      do {
        let report = try Report(stored: try bytes(ofFile: path))
        let isColoured = Console.isColoured(processEnvironment())
        Console.print(format.render(report, isColoured: isColoured))
        return 0
      } catch let problem as StoredReportProblem {
        throw Failure(
          "`\(path)`: \(problem.message)", hint: "`gate check` writes one", exit: .unjudged)
      }
    }
  }
}
