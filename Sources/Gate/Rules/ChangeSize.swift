internal import GateModel

/// A change stays small enough to be read.
struct ChangeSize: Rule {
  let id = "change-size"
  let summary = "A change stays within its budget of lines and files."
  let defaultLevel = RuleLevel.warning
  let explanation = """
    Nobody reads 4,000 lines well, and a large change collides with every other lane. The budget \
    counts added and removed lines together, and files; `change-size: {lines: 800, files: 40}` in \
    gate.yml sets it for all, the same in a lane's file for that lane.
    """

  func findings(in subject: RuleCase) throws -> [Finding] {
    let lane = subject.lane.lane.flatMap(subject.project.lane)
    let budget = lane?.rules[id]?.size ?? subject.project.rules.changeSize
    let files = subject.change.files
    if files.count > budget.files {
      return [finding("\(files.count) files", "\(budget.files)", budget)]
    }
    var lines = 0
    for file in files {
      for hunk in try subject.contents.hunks(of: file) {
        lines += hunk.added.count + hunk.removed.count
      }
    }
    return lines > budget.lines ? [finding("\(lines) lines", "\(budget.lines)", budget)] : []
  }

  private func finding(_ size: String, _ limit: String, _ budget: SizeBudget) -> Finding {
    Finding(
      rule: id, message: "the change has \(size); its budget is \(limit)",
      hint: "split it into changes that each stand alone, or raise the budget in gate.yml")
  }

  var examples: [RuleExample] {
    var small = Project()
    small.rules.changeSize = SizeBudget(lines: 2, files: 1)
    return [
      RuleExample("Two lines in one file.", isGood: true, project: small, edits: ["a": "1\n2\n"]),
      RuleExample("Three lines.", isGood: false, project: small, edits: ["a": "1\n2\n3\n"]),
      RuleExample("Two files.", isGood: false, project: small, edits: ["a": "1\n", "b": "2\n"]),
    ]
  }
}
