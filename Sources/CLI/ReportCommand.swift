import ArgumentParser
import GateModel
import GateProject
import GateReports
import Monitor

/// `gate report`: a stored report in another format.
struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Render a stored report in another format, or report what an agent does.",
    discussion: """
      With --status or --hook it tells the server of this repository what the agent of a lane does; the lane is \
      that of --lane, GATE_LANE or the branch. A hook never fails: a program would wait for it.

      EXAMPLES
        gate report --status done --detail 'all tests pass'
        gate report --hook claude < payload.json
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

  @Option(
    help: ArgumentHelp(
      "Report this about the agent: \(Status.allCases.map(\.rawValue).joined(separator: ", ")).",
      valueName: "status"))
  var status: String?
  @Option(help: "What it waits for, or does.") var detail: String?
  @Option(help: "Whose agent it is.") var lane: String?
  @Option(
    help: ArgumentHelp(
      "Report what a program's hook hands over on standard input: "
        + HookDialect.allCases.map(\.rawValue).joined(separator: ", ") + ".", valueName: "program"))
  var hook: String?

  func validate() throws {
    if let status, Status(rawValue: status) == nil {
      let advice = nearest(to: status, among: Status.allCases.map(\.rawValue))
      throw ValidationError(
        "`\(status)` is no status" + (advice.map { "; did you mean `\($0)`?" } ?? ""))
    }
    if let hook, HookDialect(rawValue: hook) == nil {
      throw ValidationError("`\(hook)` has no hooks that are known here")
    }
    if status == nil, detail != nil { throw ValidationError("--detail goes with --status") }
    if status != nil || hook != nil, file != nil {
      throw ValidationError("a report of an agent is read from no file")
    }
  }

  func run() throws {
    let agent = StatusReport(place: place.path, lane: lane, environment: processEnvironment())
    if let dialect = hook.flatMap({ HookDialect(rawValue: $0) }) {
      return agent.send(hook: dialect, readStandardInput())
    }
    try answering {
      if let status = status.flatMap({ Status(rawValue: $0) }) {
        try agent.send(status, detail: detail)
        return 0
      }
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
