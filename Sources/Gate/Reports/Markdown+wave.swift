internal import GateModel

private let maximumRows = 100

/// Who is in and who is out, in merge order; then, folded, every state that was tried.
func waveTables(_ report: Report) -> String {
  guard let proof = report.proof, !proof.lanes.isEmpty else { return "" }
  var text = "## The wave\n\n| lane | branch | | why |\n| --- | --- | --- | --- |\n"
  for lane in proof.lanes.prefix(maximumRows) { text += row(lane) }
  if proof.lanes.count > maximumRows { text += "\nAnd \(proof.lanes.count - maximumRows) more.\n" }
  guard !proof.states.isEmpty else { return text }
  text += "\n<details><summary>\(counted(proof.states.count, "state")) tried</summary>\n\n"
  text += "By the strategy \(MarkdownText.code(proof.strategy)):\n\n"
  text += "| lanes | merged as | why | checks |\n| --- | --- | --- | --- |\n"
  for state in proof.states.prefix(maximumRows) { text += row(state) }
  if proof.states.count > maximumRows {
    text += "\nAnd \(proof.states.count - maximumRows) more.\n"
  }
  return text + "\n</details>\n"
}

private func row(_ lane: WaveProof.Lane) -> String {
  let branch = lane.tip.map {
    "\(MarkdownText.code($0.branch, at: .cell)) at \(MarkdownText.code($0.commit.short))"
  }
  let standing =
    switch lane.standing {
    case .in: "in"
    case .out: "**out**"
    case .landed: "landed"
    case .empty: "empty"
    case .unjudged: "**unjudged**"
    }
  let why = MarkdownText.sentence(lane.reason, at: .cell)
  return "| \(lane.id) | \(branch ?? "none") | \(standing) | \(why) |\n"
}

private func row(_ state: WaveProof.State) -> String {
  let lanes = state.names
  let checks = state.checks.map { tried in
    let outcome =
      switch tried.outcome {
      case "failed": "⛔ failed"
      case "broken": "⚠️ broken"
      case "cached": "✅ cached"
      case "passed": "✅ passed"
      default: MarkdownText.sentence(tried.outcome, at: .cell)
      }
    return "\(outcome): \(MarkdownText.code(tried.check, at: .cell)) \(shortTime(tried.seconds))"
  }
  let words = checks.isEmpty ? "nothing to run" : checks.joined(separator: ", ")
  let why = MarkdownText.sentence(state.why, at: .cell)
  return "| \(lanes) | \(MarkdownText.code(state.commit.short)) | \(why) | \(words) |\n"
}

extension WaveProof.State {
  /// `A + B`.
  var names: String {
    lanes.isEmpty ? "the base" : lanes.map(\.description).joined(separator: " + ")
  }
}
