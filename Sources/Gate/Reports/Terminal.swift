package import GateModel

private let maximumFindings = 50
private let maximumTests = 10
private let maximumLines = 8

/// The report for a terminal: the verdict, what is wrong and what to do about it, then the checks.
/// What passed and is quiet is one line; it is safe to show in the log of a CI job.
package func terminal(_ report: Report, isColoured: Bool) -> String {
  let paint = Paint(isOn: isColoured)
  let groups = FindingGroup.groups(of: report.findings, Set(Finding.Level.allCases))
  var blocks = [verdict(report, paint)]
  var problems = groups.prefix(maximumFindings).map { finding($0, paint) }
  if groups.count > maximumFindings {
    problems.append("and \(groups.count - maximumFindings) more, in the report\n")
  }
  problems += report.outcomes.compactMap { failure($0, paint) }
  if problems.isEmpty { problems = report.next.map { "\($0.visible())\n" } }
  blocks.append(problems.joined())
  blocks.append(report.proof.map { terminal($0, paint) } ?? "")
  blocks.append(checks(report.outcomes, paint))
  blocks += report.remarks.map { "\($0.visible())\n" }
  return blocks.filter { !$0.isEmpty }.joined(separator: "\n").inertInLogs()
}

private func verdict(_ report: Report, _ paint: Paint) -> String {
  let word =
    switch report.verdict {
    case .open: paint.green("✓ OPEN")
    case .shut: paint.red("✗ SHUT")
    case .unjudged: paint.yellow("? COULD NOT JUDGE")
    }
  let lane = report.lane.map { ", lane \($0)" } ?? ""
  let wave = report.wave.map { ", wave \($0)" } ?? ""
  return "\(word): \(report.summary.visible())\n"
    + "\(revision(report.head)) into \(revision(report.base))\(lane)\(wave), "
    + "profile \(report.profile.visible())\n"
}

private func revision(_ revision: Revision) -> String {
  revision.ref.visible() + (revision.commit.map { " (\($0.short))" } ?? "")
}

private func finding(_ group: FindingGroup, _ paint: Paint) -> String {
  let finding = group.finding
  let first = group.places.first.map { place($0.path, $0.line) + ": " } ?? ""
  var text = first + paint.level(finding.level, finding.level.rawValue)
  text += ": \(finding.message.shown(atMost: 1_000)) [\(finding.rule.visible())]\n"
  let others = group.places.dropFirst()
  if !others.isEmpty {
    let names = others.prefix(maximumLines).map { place($0.path, $0.line) }
    let more = others.count > maximumLines ? " and \(others.count - maximumLines) more" : ""
    text += "  also \(names.joined(separator: ", "))\(more)\n"
  }
  if let hint = finding.hint { text += "  → \(hint.shown(atMost: 1_000))\n" }
  return text
}

private func place(_ path: RepoPath, _ line: Int?) -> String {
  path.description.visible() + (line.map { ":\($0)" } ?? "")
}

/// Why a check could not judge, which tests failed, and the end of its output.
private func failure(_ outcome: Outcome, _ paint: Paint) -> String? {
  var text = ""
  let id = outcome.check.id.description.visible()
  switch outcome.result {
  case .passed, .cached, .skipped: return nil
  case .failed: break
  case .broken(let why):
    let lines = why.lines.prefix(maximumLines).map { String($0).shown(atMost: 1_000) }
    text += "\(id): \(paint.yellow("could not judge")): \(lines.joined(separator: "\n  "))\n"
  }
  let failures = outcome.tests?.failures ?? []
  for test in failures.prefix(maximumTests) {
    let start = test.path.map { place($0, test.line) + ": " } ?? ""
    text += "\(start)\(paint.red("failed")): \(test.id.shown(atMost: 500)) [\(id)]\n"
    text += indented(test.message.excerpt(lines: maximumLines))
  }
  let more = (outcome.tests?.failed ?? 0) - maximumTests
  if more > 0 { text += "and \(counted(more, "more failing test")) [\(id)]\n" }
  if let output = outcome.output, failures.isEmpty || text.isEmpty {
    text += "\(id): \(paint.faint("the end of its output"))\n"
    text += indented(output.excerptOfEnd(lines: 2 * maximumLines))
  }
  return text.isEmpty ? nil : text
}

private func indented(_ text: String) -> String {
  text.lines.map { $0.isEmpty ? "  │\n" : "  │ \($0)\n" }.joined()
}

/// A table, the failed first.
private func checks(_ outcomes: [Outcome], _ paint: Paint) -> String {
  let judged = bySeverity(outcomes).filter { $0.result != .skipped }
  let skipped = outcomes.filter { $0.result == .skipped }
  let ids = judged.map { $0.check.id.description.visible() }
  let words = judged.map { outcome in
    [outcome.result.name, foundWords(outcome)].filter { !$0.isEmpty }.joined(separator: ", ")
  }
  let widths = (ids.map(\.unicodeScalars.count).max() ?? 0, words.map(\.count).max() ?? 0)
  var text = ""
  for (outcome, (id, words)) in zip(judged, zip(ids, words)) {
    let gap = String(repeating: " ", count: widths.0 - id.unicodeScalars.count)
    let rest = String(repeating: " ", count: widths.1 - words.count)
    let time = paint.faint(shortTime(outcome.seconds))
    text += "  \(paint.sign(outcome.result)) \(id)\(gap)  \(words)\(rest)  \(time)\n"
    if let evidence = outcome.evidence { text += "      \(evidence.shown(atMost: 500))\n" }
  }
  guard !skipped.isEmpty else { return text }
  let names = skipped.prefix(20).map { $0.check.id.description.visible() }
  let more = skipped.count > 20 ? " and \(skipped.count - 20) more" : ""
  return text + paint.faint("  - skipped: \(names.joined(separator: ", "))\(more)") + "\n"
}
