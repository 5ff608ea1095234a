package import GateModel

/// The canonical answer of `gate conflicts`.
package func json(_ conflicts: LaneConflicts) -> JSON {
  .object([
    "schema": "gate-conflicts/1",
    "lanes": .array(conflicts.lanes.map { .string($0.lane.description) }),
    "tips": .array(
      conflicts.lanes.map { tip in
        .object([
          "lane": .string(tip.lane.description), "branch": .string(tip.branch),
          "commit": .string(tip.commit.description),
          "uncommitted": .integer(conflicts.uncommitted[tip.lane] ?? 0),
        ])
      }),
    "pairs": .array(
      conflicts.pairs.map { pair in
        .object([
          "a": .string(pair.a.description), "b": .string(pair.b.description),
          "conflicts": .array(pair.conflicts.map(json)),
          "unjudged": .array(pair.unjudged.map { .string($0) }),
        ])
      }),
    "unjudged": .array(
      conflicts.unjudged.sorted { $0.key < $1.key }.map { lane, why in
        .object(["lane": .string(lane.description), "reason": .string(why)])
      }),
  ])
}

private func json(_ conflict: LaneConflicts.Conflict) -> JSON {
  .object([
    "kind": .string(conflict.kind.rawValue), "path": .string(conflict.path.description),
    "line": conflict.line.map { .integer($0) }, "message": .string(conflict.message),
    "hint": conflict.hint.map { .string($0) },
  ])
}

/// The matrix for a terminal: how many conflicts each pair has, then each of them.
package func terminal(_ conflicts: LaneConflicts) -> String {
  var text = summary(conflicts) + "\n"
  for tip in conflicts.lanes {
    let files = conflicts.uncommitted[tip.lane].map { ", \(counted($0, "file")) not committed" }
    text += "  \(tip.lane)  \(tip.branch.visible()) at \(tip.commit.short)\(files ?? "")\n"
  }
  if !conflicts.isEmpty || !conflicts.isComplete, !conflicts.lanes.isEmpty {
    text += "\n" + grid(conflicts)
  }
  for pair in conflicts.pairs where !pair.conflicts.isEmpty {
    text += "\n\(pair.a) and \(pair.b)\n"
    for conflict in pair.conflicts {
      let line = conflict.line.map { ":\($0)" } ?? ""
      text += "  \(conflict.path.description.visible())\(line): \(conflict.kind.rawValue): "
      text += "\(conflict.message.shown(atMost: 500))\n"
      if let hint = conflict.hint { text += "    → \(hint.shown(atMost: 500))\n" }
    }
  }
  for why in conflicts.gaps { text += "\n\(why.shown(atMost: 500))\n" }
  return text.inertInLogs()
}

/// The same for a pull request.
package func markdown(_ conflicts: LaneConflicts) -> String {
  let sign = conflicts.isEmpty ? (conflicts.isComplete ? "✅" : "⚠️") : "⛔"
  var text = "# \(sign) Gate conflicts: \(summary(conflicts))\n"
  let names = conflicts.lanes.map(\.lane.description)
  if !conflicts.isEmpty {
    text += "\n| | \(names.joined(separator: " | ")) |\n"
    text += "| --- |\(String(repeating: " ---: |", count: names.count))\n"
    for a in conflicts.lanes {
      let cells = conflicts.lanes.map { conflicts.cell(a.lane, $0.lane) }
      text += "| **\(a.lane)** | \(cells.joined(separator: " | ")) |\n"
    }
  }
  for pair in conflicts.pairs where !pair.conflicts.isEmpty {
    text += "\n## \(pair.a) and \(pair.b)\n\n"
    for conflict in pair.conflicts {
      text += "- \(markdownPlace(conflict.path, conflict.line)) \(conflict.kind.rawValue): "
      text += MarkdownText.sentence(conflict.message, at: .line)
      text += conflict.hint.map { "\\\n  → \(MarkdownText.sentence($0, at: .line))" } ?? ""
      text += "\n"
    }
  }
  for why in conflicts.gaps { text += "\n\(MarkdownText.sentence(why, at: .line))\n" }
  return text.inertInLogs()
}

private func summary(_ conflicts: LaneConflicts) -> String {
  let bad = conflicts.pairs.count { !$0.conflicts.isEmpty }
  let lanes = counted(conflicts.lanes.count, "lane") + " under way"
  guard bad > 0 else {
    return lanes
      + (conflicts.isComplete ? ", no conflict" : ", no conflict as far as could be told")
  }
  let all = conflicts.pairs.reduce(0) { $0 + $1.conflicts.count }
  return
    "\(lanes), \(counted(all, "conflict")) in \(bad) of \(counted(conflicts.pairs.count, "pair"))"
}

/// A row and a column for each lane.
private func grid(_ conflicts: LaneConflicts) -> String {
  let names = conflicts.lanes.map(\.lane.description)
  let width = max(3, names.map(\.count).max() ?? 0)
  func cell(_ text: String) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }
  var text = "  " + cell("") + "  " + names.map(cell).joined(separator: "  ") + "\n"
  for a in conflicts.lanes {
    let cells = conflicts.lanes.map { cell(conflicts.cell(a.lane, $0.lane)) }
    text += "  " + cell(a.lane.description) + "  " + cells.joined(separator: "  ") + "\n"
  }
  return text
}

extension LaneConflicts {
  /// What could not be told, a sentence each.
  fileprivate var gaps: [String] {
    unjudged.sorted { $0.key < $1.key }.map { "lane \($0): could not be looked at: \($1)" }
      + pairs.flatMap { pair in
        pair.unjudged.map { "lanes \(pair.a) and \(pair.b): could not be told: \($0)" }
      }
  }

  /// How many conflicts two lanes have, or `.`; `-` for a lane and itself, `?` where it could not be told.
  fileprivate func cell(_ a: LaneID, _ b: LaneID) -> String {
    if a == b { return "-" }
    let pair = pairs.first { ($0.a == a && $0.b == b) || ($0.a == b && $0.b == a) }
    guard let pair, pair.unjudged.isEmpty || !pair.conflicts.isEmpty else { return "?" }
    return pair.conflicts.isEmpty ? "." : "\(pair.conflicts.count)"
  }
}
