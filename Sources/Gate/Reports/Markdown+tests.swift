internal import GateModel

private let maximumTests = 10
private let maximumNames = 50
private let maximumLines = 12

/// The tests that failed, with the few lines that matter, and the end of the output where no test says
/// what went wrong.
func failingTests(_ report: Report) -> String {
  let suites = report.outcomes.compactMap(failingSuite)
  guard !suites.isEmpty else { return "" }
  let more = suites.count - maximumTests
  return "## Failing tests and commands\n\n" + suites.prefix(maximumTests).joined(separator: "\n")
    + (more > 0 ? "\nAnd \(more) more that failed.\n" : "")
}

private func failingSuite(_ outcome: Outcome) -> String? {
  switch outcome.result {
  case .failed, .broken: break
  case .passed, .cached, .skipped: return nil
  }
  let failures = outcome.tests?.failures ?? []
  guard !failures.isEmpty || outcome.output != nil else { return nil }
  let id = MarkdownText.code(outcome.check.id.description)
  var text = "### \(id)\n"
  for failure in failures.prefix(maximumTests) {
    let place = failure.path.map { ", at \(markdownPlace($0, failure.line))" } ?? ""
    text += "\n\(MarkdownText.code(failure.id))\(place)\n"
    let lines = failure.message.excerpt(lines: maximumLines)
    if !lines.isEmpty { text += "\n" + MarkdownText.block(lines) }
  }
  text += others(failures.dropFirst(maximumTests), of: outcome.tests?.failed ?? 0)
  guard let output = outcome.output else { return text }
  let lines = MarkdownText.block(output.excerptOfEnd(lines: 2 * maximumLines))
  if failures.isEmpty { return text + "\n" + lines }
  return text + "\n<details><summary>the end of its output</summary>\n\n\(lines)\n</details>\n"
}

private func others(_ failures: ArraySlice<TestCase>, of count: Int) -> String {
  let number = count - maximumTests
  guard !failures.isEmpty, number > 0 else { return "" }
  var text = "\n<details><summary>\(counted(number, "more failing test"))</summary>\n\n"
  for failure in failures.prefix(maximumNames) { text += "- \(MarkdownText.code(failure.id))\n" }
  if number > maximumNames { text += "- and \(number - maximumNames) more\n" }
  return text + "\n</details>\n"
}

extension String {
  /// The first lines, none of them endless, and how many were left out.
  func excerpt(lines maximum: Int) -> String {
    let lines = lines
    let shown = lines.prefix(maximum).map {
      String($0).shown(atMost: 400, keepingLines: true)
    }
    let more = lines.count - maximum
    return (shown + (more > 0 ? ["… \(counted(more, "more line"))"] : [])).joined(separator: "\n")
  }

  /// The last lines, none of them endless.
  func excerptOfEnd(lines maximum: Int) -> String {
    lines.suffix(maximum).map { String($0).shown(atMost: 400, keepingLines: true) }.joined(
      separator: "\n")
  }
}
