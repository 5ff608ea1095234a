import Files
import FoundationEssentials
import GateModel
import GateReports
import Git

/// Brings a report to its readers: files, the CI system's own places, and standard output last, so that
/// a report that could not be kept is not followed by a verdict that says it was.
struct Delivery {
  var format: ReportFormat
  /// `--out`; nil means the plan's folder.
  var out: String?
  var environment: [String: String]

  func print(_ report: Report) throws {
    try Console.print(format.render(report, isColoured: Console.isColoured(environment)))
  }

  /// Stores the report, tells GitHub where it runs there, and prints it.
  func deliver(_ report: Report, root: String, folder: RepoPath) throws {
    let folder = try makeFolder(folder, in: root)
    try store(report, in: folder)
    let isOnGitHub = environment["GITHUB_ACTIONS"] == "true"
    if isOnGitHub { try tellGitHub(report, folder) }
    try print(report)
    if format == .text { Console.say("\nreport: \(folder)/latest.md") }
    // Every format is safe in a job's log; these lines are meant to be commands.
    if isOnGitHub, format != .github { try annotate(report) }
  }

  /// Tells that nothing was judged, everywhere where a reader would look for an answer: in place of the
  /// report of an earlier run, in a folder that was asked for, in the CI system's places.
  func deliver(unjudged report: Report, in place: String) throws {
    let top = (try? Repository(at: place))?.workingTree  // No repository: that is the failure.
    let isOnGitHub = environment["GITHUB_ACTIONS"] == "true"
    let isStale = top.map { FileManager.default.fileExists(atPath: $0 + "reports/latest.json") }
    if let root = top ?? out, out != nil || isOnGitHub || isStale == true {
      let folder = try makeFolder(RepoPath("reports"), in: root)
      try store(report, in: folder)
      if isOnGitHub { try tellGitHub(report, folder) }
    }
    if format != .text { try print(report) }
    if isOnGitHub, format != .github { try annotate(report) }
  }

  /// `latest.md` and `latest.json`, and the latter once more under the head's commit. A wave that is refused may
  /// have been landed by somebody else meanwhile: the report of that one keeps its place.
  private func store(_ report: Report, in folder: String) throws {
    let json = ReportFormat.json.render(report)
    var files = [
      ("\(folder)/latest.md", ReportFormat.markdown.render(report)),
      ("\(folder)/latest.json", json),
    ]
    let isRefused = report.outcomes.contains {
      $0.check.id == .landing("base") && $0.result == .failed
    }
    // Where nothing was proved, the head is the base, which may have a report of its own.
    if let commit = report.head.commit, commit != report.base.commit, !isRefused {
      files.append(("\(folder)/\(commit.short).json", json))
    }
    try WholeFile.replace(files, in: folder)
  }

  /// The folder for reports, made where it is missing. A link on the way to the plan's folder is
  /// refused: a change could have put it there to lead the gate elsewhere.
  private func makeFolder(_ planned: RepoPath, in root: String) throws -> String {
    let top = root.hasSuffix("/") ? String(root.dropLast()) : root
    let folder = out ?? "\(top)/\(planned)"
    let isNew: Bool
    if out != nil {
      isNew = try Folder.make(folder)
    } else {
      isNew = !FileManager.default.fileExists(atPath: folder)
      try Folder.make(planned.description, in: top)
    }
    // Reports are made, not written: git should not offer them.
    if isNew { try WholeFile.replace([(folder + "/.gitignore", "*\n")], in: folder) }
    return folder
  }

  /// The step's summary and outputs.
  private func tellGitHub(_ report: Report, _ folder: String) throws {
    if let path = environment["GITHUB_STEP_SUMMARY"], !path.isEmpty {
      try append(githubSummary(report), to: path)
    }
    if let path = environment["GITHUB_OUTPUT"], !path.isEmpty {
      let mark = "gate-\(UInt64.random(in: .min ... .max))"
      let values = [
        ("verdict", report.verdict.rawValue), ("summary", report.summary),
        ("report", folder + "/latest.md"),
      ]
      try append(values.map { "\($0)<<\(mark)\n\($1)\n\(mark)\n" }.joined(), to: path)
    }
  }

  private func annotate(_ report: Report) throws {
    let annotations = ReportFormat.github.render(report)
    if format == .text { try Console.print(annotations) } else { Console.say(annotations) }
  }
}
