internal import GateModel
internal import Patterns

/// Topics that are out of scope this cycle are not touched.
struct ExcludedScope: Rule {
  let id = "excluded-scope"
  let summary = "A change does not touch a topic that is out of scope this cycle."
  let defaultLevel = RuleLevel.error
  let explanation = """
    Each topic names paths, an expression for added lines (PCRE2), or both. What is deleted is \
    welcome. A topic has a level of its own where it gives one.

    ```yaml
    rules:
      excluded-scope:
        - {topic: login and roles, paths: ["**/auth/**"], added: "(?i)\\\\brbac\\\\b"}
    ```
    """

  func reasonToSkip(_ subject: RuleCase) -> String? {
    subject.project.rules.excludedTopics.isEmpty ? "gate.yml excludes no topic" : nil
  }

  func findings(in subject: RuleCase) throws -> [Finding] {
    try subject.project.rules.excludedTopics.flatMap { topic -> [Finding] in
      switch topic.level {
      case .off: return []
      case .error: return try findings(of: topic, .error, in: subject)
      case .warning: return try findings(of: topic, .warning, in: subject)
      }
    }
  }

  private func findings(
    of topic: ExcludedTopic, _ level: Finding.Level, in subject: RuleCase
  ) throws -> [Finding] {
    let paths = GlobSet(topic.paths)
    var found: [Finding] = []
    for file in subject.change.files where file.status != .deleted {
      if paths.contains(file.path) { found.append(finding(topic, level, file.path, nil)) }
    }
    guard let expression = topic.added else { return found }
    do {
      let pattern = try Pattern(expression)
      for file in subject.change.files {
        for line in try subject.contents.hunks(of: file).flatMap(\.added)
        where try pattern.matches(line.text) {
          found.append(finding(topic, level, file.path, line.number))
        }
      }
    } catch let problem as PatternProblem {
      throw CannotJudge("the expression of the topic `\(topic.topic)`: \(problem.message)")
    }
    return found
  }

  private func finding(
    _ topic: ExcludedTopic, _ level: Finding.Level, _ path: RepoPath, _ line: Int?
  ) -> Finding {
    Finding(
      rule: id, level: level, path: path, line: line,
      message: "\(topic.topic) is out of scope this cycle",
      hint: "leave it out of this change; the plan has to be changed first")
  }

  var examples: [RuleExample] {
    var project = Project()
    if let paths = try? Glob("**/auth/**") {  // A literal of ours.
      project.rules.excludedTopics = [
        ExcludedTopic(topic: "login and roles", paths: [paths], added: #"(?i)\brbac\b"#)
      ]
    }
    return [
      RuleExample(
        "A change elsewhere.", isGood: true, project: project, edits: ["web/a.py": "author = 1\n"]),
      RuleExample(
        "A new file in an excluded folder.", isGood: false, project: project,
        edits: ["web/auth/login.py": "x = 1\n"]),
      RuleExample(
        "An added line about it.", isGood: false, project: project,
        edits: ["web/a.py": "roles = RBAC()\n"]),
    ]
  }
}
