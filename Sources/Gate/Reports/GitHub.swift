package import GateModel

/// Workflow commands that annotate the change: at most ten of each level, as the receiving side shows
/// no more, the serious first, and a line that says how many were left out.
/// Source: actions/toolkit, packages/core/src/command.ts.
package func githubAnnotations(_ report: Report) -> String {
  var text = ""
  var cut = 0
  for level in Finding.Level.allCases {
    let findings = report.findings.filter { $0.level == level }
    for finding in findings.prefix(10) { text += annotation(finding) + "\n" }
    cut += max(0, findings.count - 10)
  }
  for outcome in report.outcomes {
    guard case .broken(let why) = outcome.result else { continue }
    let title = property("\(outcome.check.id) could not judge")
    text += "::error title=\(title)::\(data(why))\n"
  }
  if cut > 0 { text += "::notice title=gate::\(cut) more findings are in the report\n" }
  return text
}

private func annotation(_ finding: Finding) -> String {
  let command =
    switch finding.level {
    case .error: "error"
    case .warning: "warning"
    case .note: "notice"
    }
  var properties = finding.path.map { ["file=\(property($0.description))"] } ?? []
  if finding.path != nil, let line = finding.line { properties.append("line=\(line)") }
  properties.append("title=\(property(finding.rule))")
  let hint = finding.hint.map { "\n\($0)" } ?? ""
  return "::\(command) \(properties.joined(separator: ","))::\(data(finding.message + hint))"
}

private func data(_ text: String) -> String {
  text.unicodeScalars.map { scalar in
    switch scalar {
    case "%": "%25"
    case "\r": "%0D"
    case "\n": "%0A"
    default: String(scalar)
    }
  }.joined()
}

private func property(_ text: String) -> String {
  data(text).replacing(":", with: "%3A").replacing(",", with: "%2C")
}

/// The Markdown report, within the megabyte that a step summary may have.
package func githubSummary(_ report: Report, atMost limit: Int = 1_000_000) -> String {
  let text = markdown(report)
  guard text.utf8.count > limit else { return text }
  var kept = ""
  for line in text.lines {
    if kept.utf8.count + line.utf8.count > limit - 400 { break }
    kept += line + "\n"
  }
  // A block that was cut open is closed, so that the note below is outside it.
  return kept
    + "\n```\n\n</details>\n\nThe report is longer than a summary may be; the whole is in the job's files.\n"
}

/// Turns workflow commands off and on again around output that is not the gate's own.
package func withoutCommands(_ output: String, token: String) -> String {
  "::stop-commands::\(token)\n\(output)\n::\(token)::\n"
}
