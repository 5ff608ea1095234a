package import GateModel
package import PgQuery

/// Judges migration scripts by their parse trees.
///
/// What it finds is a hazard that the text shows; what a statement does to a database that holds rows
/// is proved elsewhere. So nothing here is an error but what certainly fails or breaks in silence.
package struct SQLLint: Sendable {
  private typealias Active = (rule: SQLRule, level: Finding.Level, isSet: Bool)
  /// The rules that are on, by the deeds they look at.
  private let overDeeds: [String: [Active]]
  private let overScripts: [Active]
  private let on: Set<String>
  private let unusedIgnore: Finding.Level?

  /// - Parameter levels: what the plan sets for single rules.
  package init(levels: [String: RuleLevel] = [:]) {
    var (overDeeds, overScripts, on) = ([String: [Active]](), [Active](), Set<String>())
    for rule in allSQLRules {
      guard let level = SQLLint.level(of: rule, levels) else { continue }
      on.insert(rule.name)
      let active = (rule, level, levels[rule.name] != nil)
      switch rule.judgement {
      case .deeds(let keys, _): for key in keys { overDeeds[key, default: []].append(active) }
      case .script: overScripts.append(active)
      }
    }
    self.overDeeds = overDeeds
    self.overScripts = overScripts
    self.on = on
    unusedIgnore = SQLLint.level(of: .unusedIgnore, levels)
  }

  private static func level(of rule: SQLRule, _ levels: [String: RuleLevel]) -> Finding.Level? {
    switch levels[rule.name] {
    case nil: rule.level
    case .error: .error
    case .warning: .warning
    case .off: nil
    }
  }

  /// What the rules hold against a script, in the order of reports.
  package func findings(in script: SQLScript, path: RepoPath) -> [Finding] {
    let deeds = script.statements.map { SQLDeed.deeds(of: $0, in: script, isInBody: false) }
    var reading = SQLReading(lint: self, path: path, story: SQLStory(script, deeds))
    for (number, statement) in script.statements.enumerated() {
      reading.read(deeds[number])
      reading.readBodies(of: statement)
    }
    var found = reading.found
    for active in overScripts {
      guard case .script(let judge) = active.rule.judgement else { continue }
      found += judge(reading.story).map { finding(active, $0, at: 1, path) }
    }
    if !script.comments.isEmpty {
      var ignores = SQLIgnores(script, on)
      found.removeAll { ignores.cover($0) }
      if let unusedIgnore { found += ignores.problems(path, unusedIgnore) }
    }
    return found.sorted()
  }

  /// What the rules hold against a deed.
  func findings(against deed: SQLDeed, _ story: SQLStory, _ path: RepoPath) -> [Finding] {
    guard let rules = overDeeds[deed.key] else { return [] }
    return rules.compactMap { active in
      guard case .deeds(_, let judge) = active.rule.judgement else { return nil }
      return judge(deed, story).map { finding(active, $0, at: deed.line, path) }
    }
  }

  private func finding(
    _ active: Active, _ problem: SQLProblem, at line: Int, _ path: RepoPath
  ) -> Finding {
    Finding(
      rule: active.rule.name, level: active.isSet ? active.level : problem.level ?? active.level,
      path: path, line: problem.line ?? line, message: problem.message, hint: active.rule.rewrite)
  }
}
