internal import GateModel

/// The shapes of the three kinds of file.
enum PlanShapes {
  static let gate = Shape.record([
    required("version", .text(.integer(1...1)), "The version of this format: 1."),
    key("project", .text(.any), "The project's name, for reports."),
    key("base", .text(.any), "The branch that changes are merged into; `main` if left out."),
    key("gatekeeper", .text(.laneID), "The lane that may change the gate itself."),
    key("reports", .text(.path), "The folder for reports; `reports` if left out."),
    key("description", description, "What the description of a change has to say."),
    key("suites", .dictionary(key: .name, suite), "Test commands by name."),
    key(
      "profiles", .dictionary(key: .name, .list(.text(.name))),
      "Named selections of `rules`, `migrations` and suites; `full` is the default."),
    key("agents", .dictionary(key: .laneID, agent), "Who works in which lane."),
    key("migrations", migrations, "Where the database migrations are."),
    key("serve", serve, "How the project's server is started, for criteria that need it."),
    key("interfaces", interfaces, "Where the interfaces are that a wave can freeze."),
    key("rules", rules, "Levels and settings of the rules."),
    key("waivers", .list(waiver), "Dated exceptions from rules."),
  ])

  static let lane = Shape.record([
    required("lane", .text(.laneID), "The lane's name."),
    key("title", .text(.any), "What the lane is for, in a line."),
    key("priority", .text(.any), "How urgent it is: P0, P1…"),
    key("branch", .text(.glob), "The branches of this lane, as a pattern."),
    key("owns", .list(.text(.glob)), "The paths that only this lane may change."),
    key("regions", .list(region), "Parts of files that only this lane may change."),
    key("suites", .list(.text(.name)), "Suites to run for a change of this lane."),
    key("tasks", .list(.text(.any)), "What the lane is to do."),
    key("rules", laneRules, "Rules that are stricter or looser for this lane."),
  ])

  static let wave = Shape.record([
    required("wave", .text(.integer(0...9999)), "The wave's number."),
    key("title", .text(.any), "What the wave is for, in a line."),
    key("after", .text(.integer(0...9999)), "The wave that has to land first."),
    required(
      "lanes", .dictionary(key: .laneID, .list(.text(.any))), "Its lanes, with their tasks."),
    key("merge", .list(.text(.laneID)), "The order in which the lanes are merged."),
    key(
      "freezes", .list(.text(.oneOf(FrozenInterface.allCases.map(\.rawValue)))),
      "Interfaces that later waves may not break."),
    key("acceptance", .list(criterion), "What must hold before the wave is done."),
  ])

  private static let needs = Shape.list(.text(.oneOf(Suite.Need.allCases.map(\.rawValue))))
  private static let globs = Shape.oneOrMore(.text(.glob))
  private static let level = Shape.text(.oneOf(RuleLevel.allCases.map(\.rawValue)))

  private static let description = Shape.record([
    required(
      "sections", .dictionary(key: .any, .oneOrMore(.text(.any))),
      "The sections it needs, each with the names that it may have.")
  ])

  private static let suite = Shape.record([
    required("run", .text(.any), "The command, for /bin/sh."),
    key("inputs", globs, "The files whose change makes it worth running; all if left out."),
    key(
      "results", .text(.oneOf(ResultFormat.allCases.map(\.rawValue))),
      "How it says which tests ran; `exit-code` if left out."),
    key("files", globs, "Where it writes its results; `$GATE_OUT` if left out."),
    key("timeout", .text(.duration), "How long it may take; 10m if left out."),
    key("needs", needs, "What the gate provides while it runs."),
    key("cores", .text(.integer(1...1024)), "How many cores it keeps busy; 1 if left out."),
    key("keep", globs, "Ignored folders that survive in the reused checkout, such as `.build/`."),
  ])

  private static let agent = Shape.record([
    required("kind", .text(.any), "The agent's program: codex, claude, gemini…"),
    key("tmux", .text(.any), "Its tmux session or window."),
    key("plugins", .list(.text(.name)), "The plugins that it may call."),
  ])

  private static let migrations = Shape.record([
    required("path", .text(.path), "The folder."),
    key(
      "format", .text(.oneOf(MigrationSettings.Format.allCases.map(\.rawValue))),
      "How the files are written; `sql-pairs` if left out."),
  ])

  private static let serve = Shape.either([
    .text(.any),
    .record([
      required("run", .text(.any), "The command, for /bin/sh; it listens on `$PORT` and stays."),
      key(
        "ready", .text(.request),
        "What it answers without an error once it is ready; any answer to `GET /` if left out."),
      key("timeout", .text(.duration), "How long it may take until then; 1m if left out."),
      key("needs", needs, "What the gate provides while it runs."),
    ]),
  ])

  private static let interfaces = Shape.record([
    key("signatures", globs, "The source files whose declarations others rely on."),
    key(
      "api",
      .either([
        .text(.path),
        .record([required("recorded", globs, "Answers in JSON whose shapes others rely on.")]),
      ]), "A document of OpenAPI 3, or recorded answers."),
  ])

  private static let waiver = Shape.record([
    required("rule", .text(.name), "The rule that is waived."),
    required("paths", globs, "For which paths."),
    required("owner", .text(.any), "Who answers for it."),
    required("reason", .text(.any), "Why it is right for now."),
    required("expires", .text(.day), "The last day on which it holds."),
  ])

  private static let region = Shape.record([
    required("file", .text(.path), "The file."),
    required("name", .text(.name), "The name at its markers."),
  ])

  private static let criterion = Shape.record([
    required("name", .text(.any), "What holds then, as a sentence."),
    key("serve", .text(.bool), "Whether the project's server runs meanwhile."),
    key("run", .text(.any), "A command, for /bin/sh."),
    key("exit", .text(.integer(0...255)), "The exit code that `run` must have; 0 if left out."),
    key("suite", .text(.name), "A suite that must pass."),
    key("http", .text(.any), "A request to the server: `GET /path`."),
    key("status", .text(.integer(100...599)), "The status that the answer must have."),
    key("json", .text(.any), "A place in the answer: `$.counts.running`."),
    key("sql", .text(.any), "A query; its first value is looked at."),
    key("equals", .text(.any), "What the value must be."),
    key("at_least", .text(.number), "What the value must reach."),
    key("contains", .text(.any), "What the value must hold."),
  ])

  private static let sizes = [
    key("lines", .text(.integer(1...Int.max)), "Added and removed lines together."),
    key("files", .text(.integer(1...Int.max)), "Changed files."),
  ]

  private static let levelField = key("level", level, "How serious a finding is.")

  private static func setting(_ fields: [Shape.Field]) -> Shape {
    .either([level, .record([levelField] + fields)])
  }

  private static let laneRules = Shape.record(
    RuleNames.all.map { name in
      key(name, setting(name == "change-size" ? sizes : []), "Differs for this lane.")
    })

  private static let rules = Shape.record(
    ruleFields + migrationFields + contractFields + waveFields)

  private static let migrationFields = (RuleNames.migrations + RuleNames.sql).map {
    key($0, level, "How serious it is in a migration.")
  }

  private static let contractFields = RuleNames.contracts.map {
    key($0, level, "How serious a break of the frozen interface is.")
  }

  private static let waveFields = RuleNames.waves.map {
    key($0, level, "How serious it is in a wave.")
  }

  private static let ruleFields = [
    key("lane-scope", setting([]), "A lane changes only what it owns."),
    key(
      "new-module-needs-test",
      demands([
        required("modules", globs, "The files that count as modules."),
        required("tests", .oneOrMore(.text(.any)), "A pattern with `{name}` or `{parent}`."),
        key("except", globs, "Modules that need none."),
      ]), "A new module comes with its test."),
    key(
      "no-compat-alias", setting([key("except", globs, "Files that are not looked at.")]),
      "No old configuration key as a fallback for the new one."),
    key("description", setting([]), "The description has its sections."),
    key(
      "regression-checklist",
      demands([
        required("when", globs, "The paths whose change needs it."),
        required("checklist", .text(.path), "The file with the boxes to tick."),
      ]), "A change to these paths carries a filled-in checklist."),
    key(
      "excluded-scope",
      demands(
        [
          required("topic", .text(.any), "What is out of scope."),
          key("paths", globs, "Paths that belong to it."),
          key("added", .text(.pattern), "An expression that no added line may match."),
        ], inList: [levelField]), "Topics that are out of scope this cycle."),
    key(
      "plan-protected", setting([key("paths", globs, "More paths for the gatekeeper only.")]),
      "Only the gatekeeper changes the plan and the CI files."),
    key("region-markers", setting([]), "Region markers are balanced."),
    key(
      "unowned-path", setting([key("except", globs, "Paths that may have no owner.")]),
      "Every new path has an owner."),
    key("change-size", setting(sizes), "How large a change may be."),
    key("waiver", setting([]), "Waivers expire."),
    key("agent-at-rest", setting([]), "The lane's agent is not at work."),
    key("command", .list(linter), "Linters whose output becomes findings."),
  ]

  /// One demand or a list of them; a lone level is enough to switch the rule off.
  private static func demands(_ fields: [Shape.Field], inList more: [Shape.Field] = []) -> Shape {
    .either([level, .list(.record(more + fields)), .record([levelField] + fields)])
  }

  private static let linter = Shape.record([
    required("name", .text(.name), "The linter's name, for reports."),
    required(
      "run", .text(.any), "The command, for /bin/sh; `$GATE_FILES` lists the changed paths."),
    required(
      "output", .text(.oneOf(["sarif", "rdformat", "regex"])), "How it says what it found."),
    key("pattern", .text(.pattern), "For `regex`: with groups `path`, `line`, `message`."),
    key("when", globs, "The paths whose change makes it run; all if left out."),
    key("changed-lines", .text(.bool), "Keeps only findings on lines that the change touches."),
    key("level", level, "The level of every finding; its own if left out."),
    key("timeout", .text(.duration), "How long it may take; 5m if left out."),
  ])
}
