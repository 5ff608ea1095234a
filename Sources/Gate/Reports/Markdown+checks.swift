internal import GateModel

private let maximumRows = 200

/// What was judged, the failed first, with the time and why it ran; then, folded, what was not and why.
func checksTable(_ report: Report) -> String {
  let order = bySeverity(report.outcomes).filter { $0.result != .skipped }
  var text = ""
  if !order.isEmpty {
    text += "## Checks\n\n| check | outcome | time | why |\n| --- | --- | ---: | --- |\n"
    for outcome in order.prefix(maximumRows) { text += row(outcome) }
    if order.count > maximumRows { text += "\nAnd \(order.count - maximumRows) more.\n" }
  }
  let skipped = report.outcomes.filter { $0.result == .skipped }
  guard !skipped.isEmpty else { return text }
  text += text.isEmpty ? "## Checks\n\n" : "\n"
  text += "<details><summary>\(counted(skipped.count, "check")) skipped</summary>\n\n"
  for outcome in skipped.prefix(maximumRows) {
    let reason = MarkdownText.sentence(outcome.check.reason, at: .line)
    text += "- \(MarkdownText.code(outcome.check.id.description)): \(reason)\n"
  }
  if skipped.count > maximumRows { text += "- and \(skipped.count - maximumRows) more\n" }
  return text + "\n</details>\n"
}

/// The failed first, then what could not judge, what warns, the rest; otherwise in order.
func bySeverity(_ outcomes: [Outcome]) -> [Outcome] {
  outcomes.enumerated().sorted {
    (severity($0.element), $0.offset) < (severity($1.element), $1.offset)
  }.map(\.element)
}

private func severity(_ outcome: Outcome) -> Int {
  switch outcome.result {
  case .failed: 0
  case .broken: 1
  case .passed, .cached: outcome.findings.contains { $0.level == .warning } ? 2 : 3
  case .skipped: 4
  }
}

private func row(_ outcome: Outcome) -> String {
  let id = MarkdownText.code(outcome.check.id.description, at: .cell)
  let found = foundWords(outcome)
  let words = ([outcome.result.name] + (found.isEmpty ? [] : [found])).joined(separator: ": ")
  let why = MarkdownText.sentence(outcome.check.reason, at: .cell)
  return "| \(id) | \(sign(outcome)) \(words) | \(shortTime(outcome.seconds)) | \(why) |\n"
}

/// For the eye; the word beside it says the same.
func sign(_ outcome: Outcome) -> String {
  switch severity(outcome) {
  case 0: "⛔"
  case 1, 2: "⚠️"
  default: "✅"
  }
}

/// What a check found, in numbers: `2 errors, 1 warning`, `1 of 42 tests failed`; empty for nothing.
func foundWords(_ outcome: Outcome) -> String {
  var words: [String] = []
  if let tests = outcome.tests {
    let all = tests.passed + tests.failed + tests.skipped
    words.append(
      tests.failed > 0
        ? "\(tests.failed) of \(counted(all, "test")) failed" : counted(tests.passed, "test"))
    if tests.skipped > 0 { words.append("\(tests.skipped) skipped") }
  }
  for level in Finding.Level.allCases {
    let count = outcome.findings.count { $0.level == level }
    if count > 0 { words.append(counted(count, level.rawValue)) }
  }
  return words.joined(separator: ", ")
}
