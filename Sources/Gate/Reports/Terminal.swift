package import GateModel

/// The report for a terminal: the same order as the Markdown one, without what is passed and quiet.
package func terminal(_ report: Report, isColoured: Bool) -> String {
  let paint = Paint(isOn: isColoured)
  var text = verdictLine(report, paint)
  let lane = report.lane.map { ", lane \($0)" } ?? ""
  text += "\(report.head.ref.visible()) into \(report.base.ref.visible())\(lane), "
  text += "profile \(report.profile.visible())\n\n"
  for finding in report.findings {
    let place = finding.path.map { path in
      "\(path.description.visible())\(finding.line.map { ":\($0)" } ?? ""): "
    }
    let level = paint.level(finding.level, finding.level.rawValue)
    text += "\(place ?? "")\(level): \(finding.message.visible()) [\(finding.rule.visible())]\n"
    if let hint = finding.hint { text += "  \(hint.visible())\n" }
  }
  for outcome in report.outcomes { text += details(outcome, paint) }
  if !text.hasSuffix("\n\n") { text += "\n" }
  for outcome in report.outcomes where outcome.result != .skipped {
    text += checkLine(outcome, paint)
  }
  let skipped = report.outcomes.filter { $0.result == .skipped }
  if !skipped.isEmpty {
    let names = skipped.map(\.check.id.description).joined(separator: ", ")
    text += paint.faint("  skipped: \(names)") + "\n"
  }
  if report.outcomes.isEmpty { for step in report.next { text += "\(step.visible())\n" } }
  for remark in report.remarks { text += "\n\(remark.visible())\n" }
  return text
}

private func verdictLine(_ report: Report, _ paint: Paint) -> String {
  let summary = report.summary.visible()
  switch report.verdict {
  case .open: return paint.green("✓ OPEN") + ": \(summary)\n"
  case .shut: return paint.red("✗ SHUT") + ": \(summary)\n"
  case .unjudged: return paint.yellow("? COULD NOT JUDGE") + ": \(summary)\n"
  }
}

private func details(_ outcome: Outcome, _ paint: Paint) -> String {
  var text = ""
  if case .broken(let why) = outcome.result {
    text += "\(outcome.check.id): \(paint.yellow("could not judge")): \(why.visible())\n"
  }
  for failure in (outcome.tests?.failures ?? []).prefix(10) {
    let place = failure.path.map { path in
      " (\(path.description.visible())\(failure.line.map { ":\($0)" } ?? ""))"
    }
    text += "\(outcome.check.id): \(paint.red("failed")): \(failure.id.visible())\(place ?? "")\n"
    for line in failure.message.lines.prefix(8) { text += "  \(String(line).visible())\n" }
  }
  if let output = outcome.output, outcome.result != .passed {
    for line in output.lines.suffix(12) { text += "  │ \(String(line).visible())\n" }
  }
  return text
}

private func checkLine(_ outcome: Outcome, _ paint: Paint) -> String {
  let sign =
    switch outcome.result {
    case .passed, .cached: paint.green("✓")
    case .failed: paint.red("✗")
    case .broken: paint.yellow("?")
    case .skipped: "-"
    }
  let tests = outcome.tests.map { ", \($0.passed) passed, \($0.failed) failed" } ?? ""
  return "  \(sign) \(outcome.check.id) \(outcome.result.name)\(tests) "
    + paint.faint(seconds(outcome.seconds)) + "\n"
}

/// Colour, where it is wanted; it never carries meaning alone.
private struct Paint {
  var isOn: Bool

  func green(_ text: String) -> String { code("32", text) }
  func red(_ text: String) -> String { code("31", text) }
  func yellow(_ text: String) -> String { code("33", text) }
  func faint(_ text: String) -> String { code("2", text) }

  func level(_ level: Finding.Level, _ text: String) -> String {
    switch level {
    case .error: red(text)
    case .warning: yellow(text)
    case .note: faint(text)
    }
  }

  private func code(_ code: String, _ text: String) -> String {
    isOn ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }
}
