internal import GateModel

private let maximumCriteria = 100

/// What the wave asks for, and what was found, in the order of its file.
func acceptanceTable(_ report: Report) -> String {
  let criteria = report.outcomes.compactMap { outcome -> (name: String, outcome: Outcome)? in
    guard case .acceptance(let name) = outcome.check.id else { return nil }
    return (name, outcome)
  }
  guard !criteria.isEmpty else { return "" }
  var text = "## Acceptance\n\n| criterion | outcome | evidence |\n| --- | --- | --- |\n"
  for (name, outcome) in criteria.prefix(maximumCriteria) {
    let name = MarkdownText.sentence(name, at: .cell)
    // No sign says that nothing was found: a tick would say that it holds.
    let sign = outcome.result == .skipped ? "" : sign(outcome) + " "
    let word = sign + outcome.result.name
    text += "| \(name) | \(word) | \(MarkdownText.sentence(evidence(outcome), at: .cell)) |\n"
  }
  let more = criteria.count - maximumCriteria
  return more > 0 ? text + "\nAnd \(more) more.\n" : text
}

private func evidence(_ outcome: Outcome) -> String {
  if let evidence = outcome.evidence { return evidence }
  switch outcome.result {
  case .broken(let why): return why.lines.first.map(String.init) ?? ""
  case .passed, .failed, .cached: return ""
  case .skipped: return outcome.check.reason
  }
}
