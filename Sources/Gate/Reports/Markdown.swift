package import GateModel

/// The report for people, as GitHub and GitLab show it: the verdict, what to do, then the evidence.
package func markdown(_ report: Report) -> String {
  markdownParts(report).map(\.text).joined(separator: "\n")
}

/// A part of the report that stands alone: whatever it opens it closes.
struct MarkdownPart {
  /// As a reader would call it.
  var name: String
  /// Ends in a line end.
  var text: String
}

/// The parts that have something to say, in order. Each is bounded, however large the report is.
func markdownParts(_ report: Report) -> [MarkdownPart] {
  let failing = failingTests(report)
  let parts = [
    MarkdownPart(name: "the verdict", text: title(report)),
    MarkdownPart(name: "what to do next", text: whatToDo(report)),
    MarkdownPart(name: "the wave", text: waveTables(report)),
    MarkdownPart(name: "the checks", text: checksTable(report)),
    MarkdownPart(name: "the failing tests", text: failing),
    MarkdownPart(name: "warnings and notes", text: remarksOfChecks(report)),
    MarkdownPart(name: "the migrations", text: migrationTables(report)),
    MarkdownPart(name: "the acceptance", text: acceptanceTable(report)),
    MarkdownPart(name: "the changed files", text: changedFiles(report)),
    MarkdownPart(name: "the description", text: describedAsFound(report)),
    MarkdownPart(name: "how it was judged", text: judgedHow(report)),
  ]
  return parts.filter { !$0.text.isEmpty }.map {
    MarkdownPart(name: $0.name, text: $0.text.inertInLogs())
  }
}

private func title(_ report: Report) -> String {
  let verdict =
    switch report.verdict {
    case .open: "✅ Gate open"
    case .shut: "⛔ Gate shut"
    case .unjudged: "⚠️ Gate could not judge"
    }
  let lane = report.lane.map { " · lane \(MarkdownText.code($0.description))" } ?? ""
  let wave = report.wave.map { " · wave \($0)" } ?? ""
  return """
    # \(verdict): \(MarkdownText.sentence(report.summary, at: .line))

    \(revision(report.head)) into \(revision(report.base))\(lane)\(wave) · \
    profile \(MarkdownText.code(report.profile))

    """
}

private func revision(_ revision: Revision) -> String {
  let commit = revision.commit.map { "at \(MarkdownText.code($0.short))" } ?? "not committed"
  return "\(MarkdownText.code(revision.ref)) \(commit)"
}

/// A file and a line in it, as code.
func markdownPlace(_ path: RepoPath, _ line: Int?) -> String {
  MarkdownText.code(path.description + (line.map { ":\($0)" } ?? ""))
}

/// `1 test`, `2 tests`.
func counted(_ number: Int, _ word: String) -> String {
  "\(number) \(word)\(number == 1 ? "" : "s")"
}
