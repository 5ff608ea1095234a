internal import GateModel
internal import YAML

extension Project {
  /// From gate.yml, whose shape has been checked.
  init(gate: PlanNode) {
    self.init(
      name: gate["project"]?.text ?? "", base: gate["base"]?.text ?? "main",
      gatekeeper: gate["gatekeeper"]?.laneID, reports: gate["reports"]?.path ?? RepoPath("reports"),
      suites: gate["suites"]?.entries.map { Suite(name: $0.key, plan: $0.value) } ?? [],
      linters: gate["rules"]?["command"]?.elements.map { Linter(plan: $0) } ?? [],
      profiles: gate["profiles"]?.entries.map { Profile(name: $0.key, plan: $0.value) } ?? [],
      rules: RuleSettings(
        rules: gate["rules"], sections: gate["description"]?["sections"]),
      waivers: gate["waivers"]?.elements.compactMap { Waiver(plan: $0) } ?? [],
      migrations: gate["migrations"].map { MigrationSettings(plan: $0) },
      server: gate["serve"].map { ServerCommand(plan: $0) },
      interfaces: gate["interfaces"].map { InterfaceSettings(plan: $0) },
      agents: gate["agents"]?.entries.compactMap { Agent(lane: $0.key, plan: $0.value) } ?? [])
  }
}

extension Suite {
  init(name: String, plan: PlanNode) {
    self.init(
      name: name, run: plan["run"]?.text ?? "", inputs: plan["inputs"].globs,
      results: plan["results"].flatMap { ResultFormat(rawValue: $0.text) } ?? .exitCode,
      resultFiles: plan["files"].globs, timeout: plan["timeout"]?.duration ?? .seconds(600),
      needs: plan["needs"].texts.compactMap { Need(rawValue: $0) },
      cores: plan["cores"]?.integer ?? 1, keep: plan["keep"].globs, location: plan.location)
  }
}

extension ServerCommand {
  /// A lone text is the command.
  init(plan: PlanNode) {
    self.init(
      run: plan["run"]?.text ?? plan.text, ready: plan["ready"]?.requestLine,
      timeout: plan["timeout"]?.duration ?? .seconds(60),
      needs: plan["needs"].texts.compactMap { Suite.Need(rawValue: $0) }, location: plan.location)
  }
}

extension InterfaceSettings {
  /// A lone text is a document's path.
  init(plan: PlanNode) {
    let api = plan["api"]
    let recorded = api?["recorded"].globs ?? []
    self.init(
      signatures: plan["signatures"].globs,
      api: recorded.isEmpty ? api.map { .document($0.path) } : .recorded(recorded))
  }
}

extension Linter {
  init(plan: PlanNode) {
    let output: Output =
      switch plan["output"]?.text {
      case "sarif": .sarif
      case "rdformat": .rdformat
      default: .regex(plan["pattern"]?.text ?? "")
      }
    self.init(
      name: plan["name"]?.text ?? "", run: plan["run"]?.text ?? "", output: output,
      when: plan["when"].globs, changedLinesOnly: plan["changed-lines"]?.isTrue ?? false,
      level: plan["level"]?.level, timeout: plan["timeout"]?.duration ?? .seconds(300),
      location: plan.location)
  }
}

extension Profile {
  init(name: String, plan: PlanNode) {
    self.init(
      name: name,
      entries: plan.texts.map {
        switch $0 {
        case "rules": .rules
        case "migrations": .migrations
        default: .suite($0)
        }
      })
  }
}

extension MigrationSettings {
  init(plan: PlanNode) {
    self.init(
      path: plan["path"]?.path ?? RepoPath("Migrations"),
      format: plan["format"].flatMap { Format(rawValue: $0.text) } ?? .sqlPairs)
  }
}

extension Agent {
  init?(lane: String, plan: PlanNode) {
    guard let lane = LaneID(lane) else { return nil }
    self.init(
      lane: lane, kind: plan["kind"]?.text ?? "", tmux: plan["tmux"]?.text,
      plugins: plan["plugins"].texts)
  }
}

extension Waiver {
  init?(plan: PlanNode) {
    guard let expires = plan["expires"].flatMap({ Day($0.text) }) else { return nil }
    self.init(
      rule: plan["rule"]?.text ?? "", paths: plan["paths"].globs, owner: plan["owner"]?.text ?? "",
      reason: plan["reason"]?.text ?? "", expires: expires, location: plan.location)
  }
}

extension RuleSettings {
  init(rules: PlanNode?, sections: PlanNode?) {
    self.init()
    for (name, value) in rules?.entries ?? [] where name != "command" {
      if let level = value.level { levels[name] = level }
    }
    newModuleNeedsTest = demands(rules, "new-module-needs-test").map {
      ModuleTests(
        modules: $0["modules"].globs, tests: $0["tests"].texts, except: $0["except"].globs)
    }
    regressionChecklists = demands(rules, "regression-checklist").map {
      ChecklistDemand(when: $0["when"].globs, checklist: $0["checklist"]?.path ?? RepoPath(""))
    }
    excludedTopics = demands(rules, "excluded-scope").map {
      ExcludedTopic(
        topic: $0["topic"]?.text ?? "", paths: $0["paths"].globs, added: $0["added"]?.text,
        level: $0.level ?? .error)
    }
    aliasExceptions = (rules?["no-compat-alias"]?["except"]).globs
    protected = (rules?["plan-protected"]?["paths"]).globs
    unownedExceptions = (rules?["unowned-path"]?["except"]).globs
    changeSize = SizeBudget(plan: rules?["change-size"]) ?? SizeBudget()
    self.sections =
      sections?.entries.map { SectionDemand(id: $0.key, names: $0.value.texts) } ?? []
  }

  /// The mappings of a rule that may have several; a lone level is none.
  private func demands(_ rules: PlanNode?, _ name: String) -> [PlanNode] {
    rules?[name]?.elements.filter { !$0.entries.isEmpty } ?? []
  }
}

extension SizeBudget {
  /// Nil where neither number is given.
  init?(plan: PlanNode?) {
    let defaults = SizeBudget()
    guard let plan, plan["lines"] != nil || plan["files"] != nil else { return nil }
    self.init(
      lines: plan["lines"]?.integer ?? defaults.lines,
      files: plan["files"]?.integer ?? defaults.files)
  }
}
