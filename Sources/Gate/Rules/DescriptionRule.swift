package import GateModel

/// The description of a change says what changes, the risk, and the way back.
struct DescriptionRule: Rule {
  let id = "description"
  let summary = "The description has its sections, with real content."
  let defaultLevel = RuleLevel.error
  let explanation = """
    Each section of `description: {sections: …}` in gate.yml has to be there under one of its names: \
    as a Markdown heading, a line in bold, or a line that begins with the name and a colon; it ends \
    at the next one, or at the trailers of a commit message. The text is looked for in `--description FILE`, then in the pull request (in CI), then in the commit messages.

    A placeholder (`n/a`, `none`, `TBD`, `无`…), a comment, an unfilled prompt such as \
    `<what could go wrong>`, or the words of the repository's own pull request template are no answer.

    ```yaml
    description:
      sections: {changes: [Changes, 变更点], risk: [Risk, 风险点], rollback: [Rollback, 回滚点]}
    ```
    """

  func reasonToSkip(_ subject: RuleCase) -> String? {
    subject.project.rules.sections.isEmpty ? "gate.yml asks for no sections" : nil
  }

  func findings(in subject: RuleCase) throws -> [Finding] {
    let demands = subject.project.rules.sections
    let found = describedSections(of: subject.change, demands)
    let prompts = try templates(subject).map { sections(of: $0, demanded: demands) }
    return demands.compactMap { demand in
      guard let text = found[demand.id] else { return missing(demand, subject.change) }
      let asked = prompts.compactMap { $0[demand.id] }
      return isAnswer(text, beyond: asked) ? nil : empty(demand, text)
    }
  }

  /// The usual places of a pull request template, at the base.
  private func templates(_ subject: RuleCase) throws -> [String] {
    let places = [
      ".github/pull_request_template.md", ".github/PULL_REQUEST_TEMPLATE.md",
      "pull_request_template.md", "PULL_REQUEST_TEMPLATE.md", "docs/pull_request_template.md",
      "docs/PULL_REQUEST_TEMPLATE.md", ".gitlab/merge_request_templates/Default.md",
    ]
    return try places.compactMap {
      try subject.contents.file(RepoPath($0), at: .base)?.text
    }
  }

  private func missing(_ demand: SectionDemand, _ change: Change) -> Finding {
    let name = demand.names.first ?? demand.id
    return Finding(
      rule: id, message: "the description has no section `\(name)`",
      hint: change.commits.isEmpty
        ? "give a description with --description FILE; it needs a line `\(name): …`"
        : "add a line `\(name): …` to the commit message or the pull request")
  }

  private func empty(_ demand: SectionDemand, _ text: String) -> Finding {
    let name = demand.names.first ?? demand.id
    let shown = text.lines.first.map { "`\($0.prefix(40))`" } ?? "nothing"
    return Finding(
      rule: id,
      message: "the section `\(name)` of the description says \(shown), which is no answer",
      hint: "say it in a sentence of your own")
  }

  var examples: [RuleExample] {
    var project = Project()
    project.rules.sections = [
      SectionDemand(id: "changes", names: ["Changes", "变更点"]),
      SectionDemand(id: "rollback", names: ["Rollback", "回滚点"]),
    ]
    return [
      RuleExample(
        "Both sections, as lines of the commit message.", isGood: true, project: project,
        message:
          "cart: totals\n\nChanges: totals are rounded once.\nRollback: revert this commit.\n"),
      RuleExample(
        "Both sections, as headings in Chinese.", isGood: true, project: project,
        message: "购物车\n\n## 变更点\n合计只舍入一次\n\n## 回滚点\n回退此提交即可\n"),
      RuleExample(
        "No way back, and a placeholder.", isGood: false, project: project,
        message: "cart: totals\n\nChanges: TBD\n"),
    ]
  }
}

/// The first source that has a section wins; a later one fills what is still missing.
package func describedSections(
  of change: Change, _ demands: [SectionDemand]
) -> [String: String] {
  var found: [String: String] = [:]
  for description in change.descriptions {
    for (id, text) in sections(of: description.text, demanded: demands) {
      if let known = found[id], isAnswer(known) || !isAnswer(text) { continue }
      found[id] = text
    }
  }
  return found
}
