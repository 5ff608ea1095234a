internal import GateModel

/// A change to certain paths carries a filled-in checklist.
struct RegressionChecklist: Rule {
  let id = "regression-checklist"
  let summary = "A change to the named paths carries its checklist, every box ticked or struck."
  let defaultLevel = RuleLevel.error
  let explanation = """
    When a path of `when` changes, the description has to carry every box of the file `checklist` \
    (`- [ ] …`), ticked (`- [x] …`), or struck with a reason after it (`- [ ] ~~…~~ not on the phone`, \
    `- [-] …: not on the phone`). The boxes are read at the base, so that a change cannot shorten its own list.

    ```yaml
    rules:
      regression-checklist: {when: ["web/dashboard/**"], checklist: docs/dashboard-checklist.md}
    ```
    """

  func reasonToSkip(_ subject: RuleCase) -> String? {
    subject.project.rules.regressionChecklists.isEmpty ? "gate.yml names no checklist" : nil
  }

  func findings(in subject: RuleCase) throws -> [Finding] {
    let paths = subject.change.files.flatMap(\.paths)
    return try subject.project.rules.regressionChecklists.flatMap { demand -> [Finding] in
      let when = GlobSet(demand.when)
      guard let path = paths.first(where: when.contains) else { return [] }
      let boxes = try wanted(demand.checklist, subject)
      let answers = subject.change.descriptions.flatMap { checklist(in: $0.text) }
      return boxes.compactMap { box in
        let given = answers.compactMap { $0.settles(box.text) }
        return given.contains(true)
          ? nil : finding(box, isThere: !given.isEmpty, path, demand)
      }
    }
  }

  private func wanted(_ path: RepoPath, _ subject: RuleCase) throws -> [ChecklistBox] {
    let file = try subject.contents.file(path, at: .base) ?? subject.contents.file(path, at: .head)
    guard let text = file?.text else {
      throw CannotJudge("the checklist `\(path)` is not there; gate.yml names it")
    }
    let boxes = checklist(in: text)
    guard !boxes.isEmpty else {
      throw CannotJudge("the checklist `\(path)` has no boxes (`- [ ] …`)")
    }
    return boxes
  }

  private func finding(
    _ box: ChecklistBox, isThere: Bool, _ path: RepoPath, _ demand: ChecklistDemand
  ) -> Finding {
    Finding(
      rule: id, path: path,
      message: isThere
        ? "the box `\(box.text)` is not ticked" : "the description lacks the box `\(box.text)`",
      hint: isThere
        ? "do it and tick it, or strike it with a reason: - [ ] ~~\(box.text)~~ because …"
        : "copy the boxes of \(demand.checklist) into the description and fill them in")
  }

  var examples: [RuleExample] {
    var project = Project()
    if let when = try? Glob("web/**") {  // A literal of ours.
      project.rules.regressionChecklists = [
        ChecklistDemand(when: [when], checklist: RepoPath("docs/checklist.md"))
      ]
    }
    let before = ["docs/checklist.md": "- [ ] works on a phone\n- [ ] works in the dark\n"]
    let edits: [String: String?] = ["web/a.css": "a{}\n"]
    return [
      RuleExample(
        "Every box is ticked or struck with a reason.", isGood: true, project: project,
        message: "css\n\n- [x] works on a phone\n- [ ] ~~works in the dark~~ no colours changed\n",
        before: before, edits: edits),
      RuleExample(
        "A box is open, another is missing.", isGood: false, project: project,
        message: "css\n\n- [ ] works on a phone\n", before: before, edits: edits),
    ]
  }
}
