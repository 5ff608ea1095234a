/// `gate` beside git and beside prek, in repositories made for it.
func gitComparisons(
  _ checkout: Checkout, _ folder: String
) -> [(Comparison, rounds: Int)] {
  let world = World("world", in: folder, files: 4000, changed: 1, plan: plan(rules: ""))
  let (one, twenty) = (
    ruleWorld("one", folder, rules: oneRule), ruleWorld("twenty", folder, rules: twentyRules)
  )
  let owns = (0..<40).map { "src/m\($0)/**" } + (0..<160).map { "src/x\($0)/*/file?.py" }
  let large = World(
    "large", in: folder, files: 100_000, changed: 100_000,
    plan: plan(rules: "rules: {change-size: off, no-compat-alias: off}", owns: owns))
  let middle = World("middle", in: folder, files: 10_000, changed: 10_000, plan: plan(rules: ""))
  write(noOpHook, to: world.folder + "/.git/no-op.yaml")

  func check(_ world: World) -> Comparison.Work {
    .init(
      name: "gate check",
      arguments: [checkout.gate, "check", "--out", folder + "/reports"], folder: world.folder)
  }
  func git(_ words: [String], in world: World) -> Comparison.Work {
    .init(
      name: "git " + words.joined(separator: " "), arguments: ["git"] + words,
      folder: world.folder)
  }
  func diff(_ world: World) -> Comparison.Work {
    git(["diff", "--name-status", "main", "HEAD"], in: world)
  }
  let scope = Comparison.Work(
    name: "gate scope", arguments: [checkout.gate, "scope", World.path(7)], folder: world.folder)
  let hooks = Comparison.Work(
    name: "prek run, one no-op hook",
    arguments: [checkout.peer("prek"), "run", "--config", ".git/no-op.yaml"], folder: world.folder)
  let help = Comparison.Work(
    name: "gate --help", arguments: [checkout.gate, "--help"], folder: world.folder)
  return [
    (
      .init(
        name: "`gate check`, rules, 1 of 4,000 files", subject: check(world),
        reference: diff(world), limit: 8), 100
    ),
    (
      .init(
        name: "the same", subject: check(world), reference: hooks, limit: 1,
        obstacle: checkout.obstacle("prek")), 100
    ),
    (
      .init(
        name: "the same, twenty rules", subject: check(twenty),
        reference: check(one).named("one rule"), limit: 1.2), 100
    ),
    (
      .init(
        name: "`gate scope PATH`", subject: scope,
        reference: git(["rev-parse", "HEAD"], in: world), limit: 5), 200
    ),
    (.init(name: "`gate --help`", subject: help, reference: git(["--version"], in: world)), 200),
    (
      .init(
        name: "`gate check`, all of 10,000 files", subject: check(middle), reference: diff(middle)
      ), 5
    ),
    (
      .init(
        name: "`gate check`, all of 100,000 files, 200 patterns", subject: check(large),
        reference: diff(large)), 5
    ),
  ]
}

private func ruleWorld(_ name: String, _ folder: String, rules: String) -> World {
  World(name, in: folder, files: 4000, changed: 1, plan: plan(rules: rules))
}

extension Comparison.Work {
  fileprivate func named(_ name: String) -> Self {
    var copy = self
    copy.name = name
    return copy
  }
}

private let noOpHook = """
  repos:
    - repo: local
      hooks:
        - {id: none, name: none, language: system, entry: "true", always_run: true}

  """

private let oneRule = """
  rules:
    plan-protected: off
    region-markers: off
    unowned-path: off
    no-compat-alias: off
    change-size: off
    waiver: off
  """

/// The built-in rules, and topics and demands that make them twenty judgements.
private let twentyRules = """
  description:
    sections: {changes: [Changes]}
  rules:
    new-module-needs-test:
      - {modules: "lib/**/*.py", tests: "tests/test_{name}.py"}
      - {modules: "app/**/*.py", tests: "tests/test_{name}.py"}
    regression-checklist:
      - {when: ["web/**"], checklist: docs/web.md}
      - {when: ["app/**"], checklist: docs/app.md}
    excluded-scope:
  \((1...8).map { "    - {topic: topic \($0), paths: [\"**/t\($0)/**\"], added: \"(?i)\\\\bword\($0)\\\\b\"}" }.joined(separator: "\n"))
  """
