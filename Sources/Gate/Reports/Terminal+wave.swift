internal import GateModel

/// Who is in and who is out, in merge order, and how many states it took.
func terminal(_ proof: WaveProof, _ paint: Paint) -> String {
  let ids = proof.lanes.map(\.id.description)
  let branches = proof.lanes.map { $0.tip?.branch.visible() ?? "no branch" }
  let widths = (ids.map(\.count).max() ?? 0, branches.map(\.unicodeScalars.count).max() ?? 0)
  var text = ""
  for (lane, (id, branch)) in zip(proof.lanes, zip(ids, branches)) {
    let gap = String(repeating: " ", count: widths.0 - id.count)
    let rest = String(repeating: " ", count: widths.1 - branch.unicodeScalars.count)
    let standing =
      switch lane.standing {
      case .in: paint.green("in ")
      case .out: paint.red("out")
      case .landed, .empty: paint.faint("-  ")
      case .unjudged: paint.yellow("?  ")
      }
    text += "  \(standing) \(id)\(gap)  \(branch)\(rest)  \(lane.reason.shown(atMost: 300))\n"
  }
  guard !proof.states.isEmpty else { return text }
  let runs = proof.states.flatMap(\.checks).count { $0.outcome != "cached" }
  let words = "\(counted(proof.states.count, "state")) tried, \(counted(runs, "check")) run"
  return text + paint.faint("  \(words) (\(proof.strategy.visible()))") + "\n"
}
