internal import GateModel

private let maximumSteps = 20
private let maximumPlaces = 8

/// What to do, most important first: each failing thing with its place, its reason and the fix.
func whatToDo(_ report: Report) -> String {
  var steps = FindingGroup.groups(of: report.findings, [.error]).map(step)
  steps += report.outcomes.compactMap(step)
  steps += report.outcomes.compactMap { outcome in
    guard case .broken(let why) = outcome.result else { return nil }
    let id = MarkdownText.code(outcome.check.id.description)
    return "\(id) could not judge: \(sentences(why))"
  }
  if steps.isEmpty {
    steps = report.next.map { MarkdownText.sentence($0, at: .block) }
  }
  guard !steps.isEmpty else { return "" }
  var text = "## What to do next\n\n"
  for (number, step) in steps.prefix(maximumSteps).enumerated() {
    let sign = "\(number + 1). "
    let indent = String(repeating: " ", count: sign.count)
    text += sign + step.replacing(sign: "\n", with: "\n" + indent) + "\n"
  }
  let more = steps.count - maximumSteps
  return more > 0 ? text + "\nAnd \(more) more, which `gate report` lists.\n" : text
}

/// Warnings and notes: nothing that has to be done before the merge.
func remarksOfChecks(_ report: Report) -> String {
  let groups = FindingGroup.groups(of: report.findings, [.warning, .note])
  guard !groups.isEmpty else { return "" }
  var text = "## Warnings and notes\n\n"
  for group in groups.prefix(maximumSteps) {
    text += "- **\(group.finding.level.rawValue)** "
    text += step(group).replacing(sign: "\n", with: "\n  ") + "\n"
  }
  let more = groups.count - maximumSteps
  return more > 0 ? text + "\nAnd \(more) more, which `gate report` lists.\n" : text
}

/// `place message (rule)`, and the fix on a line of its own.
private func step(_ group: FindingGroup) -> String {
  let finding = group.finding
  var places = group.places.prefix(maximumPlaces).map { markdownPlace($0.path, $0.line) }
  if group.places.count > maximumPlaces {
    places.append("\(group.places.count - maximumPlaces) more")
  }
  let place = places.isEmpty ? "" : places.joined(separator: ", ") + ": "
  let message = MarkdownText.sentence(finding.message, at: place.isEmpty ? .block : .line)
  let rule = MarkdownText.code(finding.rule)
  let hint = finding.hint.map { "\\\n→ \(MarkdownText.sentence($0, at: .line))" } ?? ""
  return "\(place)\(message) (\(rule))\(hint)"
}

/// The first failing tests of a suite.
private func step(_ outcome: Outcome) -> String? {
  guard let tests = outcome.tests, let first = tests.failures.first else { return nil }
  let place = first.path.map { markdownPlace($0, first.line) + ": " } ?? ""
  let reason = first.message.lines.first { !String($0).isBlank }.map {
    ": " + MarkdownText.sentence(String($0), at: .line, atMost: 200)
  }
  let more = tests.failed > 1 ? "\\\nand \(counted(tests.failed - 1, "more failing test"))" : ""
  return "\(place)\(MarkdownText.code(first.id)) of "
    + "\(MarkdownText.code(outcome.check.id.description)) fails\(reason ?? "")\(more)"
    + "\\\n→ make it pass; what it says is below"
}

/// The lines of a reason, each as a line.
private func sentences(_ text: String) -> String {
  text.lines.prefix(10).enumerated().map {
    MarkdownText.sentence(String($1), at: $0 == 0 ? .line : .block)
  }.filter { !$0.isEmpty }.joined(separator: "\\\n")
}
