package import GateModel

/// What the receiving side shows of each level in one step.
private let maximumAnnotations = 10

/// Workflow commands that annotate the change: at most ten of each level, what could not judge first,
/// then the findings and the tests that failed, and a line that says how many were left out.
/// Source: actions/toolkit, packages/core/src/command.ts.
package func githubAnnotations(_ report: Report) -> String {
  let findings = report.findings
  var lines: [String] = []
  var cut = 0
  for level in Finding.Level.allCases {
    let broken = level == .error ? report.outcomes.compactMap(brokenCheck) : []
    let found = findings.filter { $0.level == level }
    let failed = level == .error ? report.outcomes.flatMap(failedTests) : []
    let failing = level == .error ? report.outcomes.reduce(0) { $0 + ($1.tests?.failed ?? 0) } : 0
    let count = broken.count + found.count + failing
    let isCut = cut + count > (level == .note ? maximumAnnotations : .max)
    // The line that tells of the cut is a notice itself.
    let room = isCut ? maximumAnnotations - 1 : maximumAnnotations
    let shown = broken.prefix(room) + found.prefix(room).map(annotation) + failed.prefix(room)
    lines += shown.prefix(room)
    cut += count - min(room, shown.count)
  }
  if cut > 0 {
    lines.append("::notice title=gate::\(cut) more are in the report, but not annotated here")
  }
  return lines.map { $0 + "\n" }.joined()
}

private func brokenCheck(_ outcome: Outcome) -> String? {
  guard case .broken(let why) = outcome.result else { return nil }
  return "::error title=\(property("\(outcome.check.id) could not judge"))::\(data(why))"
}

private func annotation(_ finding: Finding) -> String {
  let command =
    switch finding.level {
    case .error: "error"
    case .warning: "warning"
    case .note: "notice"
    }
  let hint = finding.hint.map { "\n\($0)" } ?? ""
  return "::\(command) \(place(finding.path, finding.line))title=\(property(finding.rule))::"
    + data(finding.message + hint)
}

private func failedTests(_ outcome: Outcome) -> [String] {
  (outcome.tests?.failures ?? []).prefix(maximumAnnotations).map { failure in
    let message = "\(failure.id) fails\n\(failure.message.excerpt(lines: 12))"
    return "::error \(place(failure.path, failure.line))"
      + "title=\(property(outcome.check.id.description))::\(data(message))"
  }
}

private func place(_ path: RepoPath?, _ line: Int?) -> String {
  guard let path else { return "" }
  return "file=\(property(path.description))," + (line.map { "line=\(max(1, $0))," } ?? "")
}

private func data(_ text: String) -> String {
  text.shown(atMost: 4_000, keepingLines: true).inertInLogs()
    .replacing(sign: "%", with: "%25").replacing(sign: "\n", with: "%0A")
}

private func property(_ text: String) -> String {
  data(text).replacing(sign: ":", with: "%3A").replacing(sign: ",", with: "%2C")
}

/// The Markdown report within the megabyte that a step summary may have: parts that do not fit are left
/// out whole, and named.
package func githubSummary(_ report: Report, atMost limit: Int = 1_000_000) -> String {
  var text = ""
  var left: [String] = []
  for part in markdownParts(report) {
    // The closing line has its place too.
    if text.utf8.count + part.text.utf8.count < limit - 500 {
      text += (text.isEmpty ? "" : "\n") + part.text
    } else {
      left.append(part.name)
    }
  }
  guard !left.isEmpty else { return text }
  return text + "\n> Too long for a summary: \(left.joined(separator: ", ")). "
    + "The report's files have the whole.\n"
}
