internal import GateModel
internal import Patterns
internal import YAML

/// A file of rules, checked: one that ships, or a user's.
package struct RuleFile: Sendable {
  /// As it is called in problems.
  package let name: String
  /// As the file says.
  package private(set) var version = ""
  /// In the order of the file.
  package private(set) var rules: [StatusRule] = []
  /// The rules of others that are not to be tried.
  private(set) var off: [(id: RuleID, line: Int, column: Int)] = []

  private var problems: [RuleProblem] = []

  /// The files that are part of the program.
  static let shipped: [(name: String, bytes: [UInt8])] = [
    ("claude.yml", PackageResources.claude_yml), ("codex.yml", PackageResources.codex_yml),
    ("gemini.yml", PackageResources.gemini_yml), ("aider.yml", PackageResources.aider_yml),
    ("shell.yml", PackageResources.shell_yml),
  ]

  /// Reads a file; throws all that is wrong in it.
  package init(_ bytes: [UInt8], name: String) throws {
    self.name = name
    do {
      read(try YAMLNode(parsing: bytes) ?? YAMLNode(.null))
    } catch let problem {
      let hint = problem.hint.map { ": \($0)" } ?? ""
      throw RuleProblems([
        RuleProblem(name, problem.line, problem.column, problem.message + hint)
      ])
    }
    guard problems.isEmpty else { throw RuleProblems(problems) }
  }

  private mutating func read(_ root: YAMLNode) {
    let fields = Fields(root, ["version", "rules"], of: "a file of rules", &problems, name)
    guard fields.isRecord else { return }
    version = fields.text("version", &problems) ?? ""
    if !version.isEmpty, !version.utf8.allSatisfy({ $0.isLetterOrDigit || "-_.".utf8.contains($0) })
    {
      fields.report("version", "is made of letters, digits, `-`, `_` and `.`", &problems)
    }
    guard let list = root["rules"], case .sequence(let nodes) = list.kind else {
      fields.report("rules", "is a list of rules, each with `- id: …`", &problems)
      return
    }
    for node in nodes { readRule(node) }
  }

  private mutating func readRule(_ node: YAMLNode) {
    let known = [
      "id", "look", "pattern", "not", "claims", "substate", "detail", "quotes", "off",
    ]
    let fields = Fields(node, known, of: "a rule", &problems, name)
    guard fields.isRecord, let id = fields.id(&problems) else { return }
    if rules.contains(where: { $0.id == id }) || off.contains(where: { $0.id == id }) {
      fields.report("id", "names a rule that stands here before", &problems)
    }
    if fields.word("off", ["true": true, "false": false], &problems) == true {
      off.append((id, node.line, node.column))
      return
    }
    let before = problems.count
    let kinds = AgentKind.allCases.map(\.rawValue)
    let prefix = id.description.prefix { $0 != "/" }
    let kind = AgentKind(rawValue: String(prefix))
    if kind == nil {
      fields.report(
        "id", "begins with the agent: \(kinds.map { "`\($0)/…`" }.joined(separator: ", "))",
        &problems)
    }
    let place = fields.place(&problems)
    let pattern = fields.pattern("pattern", &problems)
    if pattern == nil, problems.count == before {
      fields.report("pattern", "is missing: say what has to be there", &problems)
    }
    let claims = Dictionary(
      uniqueKeysWithValues: Status.allCases.map { ($0.rawValue, Optional($0)) } + [("none", nil)])
    let claim = fields.word("claims", claims, &problems)
    if claim == nil, node["claims"] == nil {
      fields.report("claims", "is missing: a status, or `none`", &problems)
    }
    let substates = Dictionary(uniqueKeysWithValues: Substate.allCases.map { ($0.rawValue, $0) })
    let substate = fields.word("substate", substates, &problems)
    let not = fields.pattern("not", &problems)
    let detail = fields.pattern("detail", &problems)
    let quotes = fields.word("quotes", ["read": false, "skip": true], &problems) ?? false
    guard problems.count == before, let kind, let place, let pattern, let claim else { return }
    rules.append(
      StatusRule(
        id: id, kind: kind, place: place, claim: claim, substate: substate, pattern: pattern,
        not: not, detail: detail, skipsQuotes: quotes))
  }
}
