internal import GateModel

/// A change to certain paths carries a filled-in checklist.
struct RegressionChecklist: Rule {
  let id = "regression-checklist"
  let summary = "A change to the named paths carries its checklist, every box ticked or struck."
  let defaultLevel = RuleLevel.error
  let explanation = """
    When a path of `when` changes, the description has to carry every box of the file `checklist` \
    (`- [ ] …`), ticked (`- [x] …`), or struck with a reason after it (`- [ ] ~~…~~ not on the phone`). \
    The boxes are read at the base, so that a change cannot shorten its own list.

    ```yaml
    rules:
      regression-checklist: {when: ["web/dashboard/**"], checklist: docs/dashboard-checklist.md}
    ```
    """

  func reasonToSkip(_ project: Project) -> String? {
    project.rules.regressionChecklists.isEmpty ? "gate.yml names no checklist" : nil
  }

  func findings(in subject: RuleCase) throws -> [Finding] {
    let paths = subject.change.files.flatMap(\.paths)
    return try subject.project.rules.regressionChecklists.flatMap { demand -> [Finding] in
      let when = GlobSet(demand.when)
      guard let path = paths.first(where: when.contains) else { return [] }
      let boxes = try wanted(demand.checklist, subject)
      let answers = subject.change.descriptions.flatMap { checklist(in: $0.text) }
      return boxes.compactMap { box in
        let given = answers.filter { $0.text == box.text }
        if given.contains(where: \.isSettled) { return nil }
        return finding(box, isThere: !given.isEmpty, path, demand)
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

/// One box of a checklist.
package struct ChecklistBox: Sendable, Hashable {
  /// What is to be done, without emphasis and double spaces.
  package var text: String
  /// Ticked, or struck with a reason.
  package var isSettled: Bool
}

/// The boxes of a Markdown text: `- [ ] a`, `* [x] a`, `1. [X] a`, `- [ ] ~~a~~ reason`, `- [-] a: reason`.
package func checklist(in text: String) -> [ChecklistBox] {
  text.lines.compactMap { line in
    let item = line.drop { $0 == " " || $0 == "\t" || $0 == ">" }
    let bullet = item.prefix { $0.isNumber }
    let rest: Substring
    if !bullet.isEmpty, item.dropFirst(bullet.count).first == "." {
      rest = item.dropFirst(bullet.count + 1)
    } else if let mark = item.first, "-*+".contains(mark) {
      rest = item.dropFirst()
    } else {
      return nil
    }
    let box = rest.drop { $0 == " " }
    guard box.hasPrefix("["), box.dropFirst(2).hasPrefix("]"), let mark = box.dropFirst().first
    else { return nil }
    return ChecklistBox(mark: mark, box.dropFirst(3).trimmed)
  }
}

extension ChecklistBox {
  fileprivate init?(mark: Character, _ text: String) {
    if text.hasPrefix("~~"), let end = text.dropFirst(2).range(ofStrike: "~~") {
      let inner = text.dropFirst(2)[..<end.lowerBound]
      let reason = text[end.upperBound...].drop { !$0.isLetter && !$0.isNumber }
      self.init(text: normal(inner), isSettled: isAnswer(String(reason)))
      return
    }
    switch mark {
    case "x", "X", "✓", "✔": self.init(text: normal(text[...]), isSettled: true)
    case " ": self.init(text: normal(text[...]), isSettled: false)
    case "-":
      let parts = text.split(separator: ":", maxSplits: 1)
      let reason = parts.count == 2 ? String(parts[1]) : ""
      self.init(text: normal(parts.first ?? ""), isSettled: isAnswer(reason))
    default: return nil
    }
  }
}

/// Without emphasis, code marks and double spaces: what a person would call the same words.
private func normal(_ text: Substring) -> String {
  text.filter { !"*_`".contains($0) }.split(whereSeparator: \.isWhitespace).joined(separator: " ")
}

extension Substring {
  fileprivate func range(ofStrike mark: String) -> Range<Index>? {
    var start = startIndex
    while let found = self[start...].firstIndex(of: "~") {
      if self[found...].hasPrefix(mark) { return found..<index(found, offsetBy: mark.count) }
      start = index(after: found)
    }
    return nil
  }
}
