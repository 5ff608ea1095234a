import FoundationEssentials
import GateModel
import GateReports

/// Brings a report to its readers: standard output, files, and the CI system's own places.
struct Delivery {
  var format: ReportFormat
  /// `--out`; nil means the plan's folder.
  var out: String?
  var environment: [String: String]
  var isCI: Bool

  func print(_ report: Report) throws {
    Console.print(format.render(report, isColoured: Console.isColoured(environment)))
  }

  /// Prints the report, stores it, and tells GitHub where it runs there.
  func deliver(_ report: Report, root: String, folder: RepoPath) throws {
    let folder = out ?? (root.hasSuffix("/") ? root : root + "/") + folder.description
    try store(report, in: folder)
    try print(report)
    if format == .text { Console.say("\nreport: \(folder)/latest.md") }
    if environment["GITHUB_ACTIONS"] == "true" { try tellGitHub(report, folder) }
  }

  /// `latest.md` and `latest.json`, and both once more under the head's commit.
  private func store(_ report: Report, in folder: String) throws {
    let files = FileManager.default
    if !files.fileExists(atPath: folder) {
      try files.createDirectory(atPath: folder, withIntermediateDirectories: true)
      // Reports are made, not written: git should not offer them.
      try Data("*\n".utf8).write(to: URL(filePath: folder + "/.gitignore"))
    }
    let names = ["latest"] + (report.head.commit.map { [$0.short] } ?? [])
    let (markdown, json) = (ReportFormat.markdown.render(report), ReportFormat.json.render(report))
    for name in names {
      try write(markdown, to: "\(folder)/\(name).md")
      try write(json, to: "\(folder)/\(name).json")
    }
  }

  /// Whole or not at all.
  private func write(_ text: String, to path: String) throws {
    do {
      try Data(text.utf8).write(to: URL(filePath: path), options: .atomic)
    } catch {
      throw Failure("the report cannot be written to `\(path)`", hint: "\(error)", exit: .unjudged)
    }
  }

  private func tellGitHub(_ report: Report, _ folder: String) throws {
    let annotations = ReportFormat.github.render(report)
    if format == .text { Console.print(annotations) } else { Console.say(annotations) }
    if let path = environment["GITHUB_STEP_SUMMARY"] { try append(githubSummary(report), to: path) }
    if let path = environment["GITHUB_OUTPUT"] {
      let mark = "gate-\(UInt64.random(in: .min ... .max))"
      let values = [
        ("verdict", report.verdict.rawValue), ("summary", report.summary),
        ("report", folder + "/latest.md"),
      ]
      try append(values.map { "\($0)<<\(mark)\n\($1)\n\(mark)\n" }.joined(), to: path)
    }
  }

  private func append(_ text: String, to path: String) throws {
    let old = (try? Data(contentsOf: URL(filePath: path))) ?? Data()  // Not there yet: begin it.
    try (old + Data(text.utf8)).write(to: URL(filePath: path))
  }
}
