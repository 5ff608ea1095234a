internal import GateModel

extension PlanDraft {
  /// The draft as files, in the order in which a person reads them.
  package func files() -> [DraftFile] {
    [DraftFile(path: "gate.yml", text: gateText)]
      + project.lanes.map { DraftFile(path: "Lanes/\($0.id).yml", text: text(of: $0)) }
      + project.waves.map { DraftFile(path: "Waves/\($0.number).yml", text: text(of: $0)) }
      + (migrationsNote.map { [$0] } ?? [])
  }

  private var gateText: String {
    var text = yamlComment(origin) + "\n"
    text += "version: 1\n"
    if !project.name.isEmpty { text += "project: \(yaml(project.name))\n" }
    text += "base: \(yaml(project.base))\n"
    if let gatekeeper = project.gatekeeper {
      text += "gatekeeper: \(yaml(gatekeeper.description))\n"
    }
    if !project.rules.sections.isEmpty {
      let sections = project.rules.sections.map { "\(yaml($0.id)): \(yaml($0.names))" }
      text += "description:\n  sections: {\(sections.joined(separator: ", "))}\n"
    }
    if !project.suites.isEmpty {
      text += "suites:\n" + project.suites.map(PlanDraft.text).joined()
    }
    text += "profiles:\n"
    for profile in project.profiles {
      text += "  \(yaml(profile.name)): \(yaml(profile.entries.map(\.name)))\n"
    }
    if !project.agents.isEmpty {
      text += "agents:\n"
      for agent in project.agents {
        text += "  \(yaml(agent.lane.description)): {kind: \(yaml(agent.kind))}\n"
      }
    }
    if let migrations = project.migrations {
      text += "migrations: {path: \(yaml(migrations.path.description)), "
      text += "format: \(migrations.format.rawValue)}\n"
    }
    text += "rules:\n  description: warning  # `error`, once every change says its risk\n"
    if !outOfScope.isEmpty {
      text += "  # Out of scope. Name paths, or an expression that no added line may match:\n"
      text += "  # excluded-scope:\n"
      for topic in outOfScope {
        text += "  " + yamlComment("  - {topic: \(yaml(topic)), paths: [], added: \"\"}") + "\n"
      }
    }
    return text
  }

  private static func text(of suite: Suite) -> String {
    var text = "  \(yaml(suite.name)):\n    run: \(yaml(suite.run))\n"
    text += "    results: \(suite.results.rawValue)\n"
    if !suite.resultFiles.isEmpty {
      text += "    files: \(yaml(suite.resultFiles.map(\.description)))\n"
    }
    text += "    timeout: \(suite.timeout.components.seconds / 60)m\n"
    if suite.cores > 1 { text += "    cores: \(suite.cores)\n" }
    if !suite.keep.isEmpty { text += "    keep: \(yaml(suite.keep.map(\.description)))\n" }
    return text
  }

  private func text(of lane: Lane) -> String {
    var text = "lane: \(yaml(lane.id.description))\n"
    if !lane.title.isEmpty { text += "title: \(yaml(lane.title))\n" }
    if let priority = lane.priority { text += "priority: \(yaml(priority))\n" }
    if let branch = lane.branch { text += "branch: \(yaml(branch.description))\n" }
    text += lane.owns.isEmpty ? "owns: []\n" : "owns:\n"
    text += lane.owns.map { "  - \(yaml($0.description))\n" }.joined()
    if !lane.suites.isEmpty { text += "suites: \(yaml(lane.suites))\n" }
    if !lane.tasks.isEmpty {
      text += "tasks:\n" + lane.tasks.map { "  - \(yaml($0))\n" }.joined()
    }
    return text + (laneNotes[lane.id] ?? []).map { yamlComment($0) + "\n" }.joined()
  }

  private func text(of wave: Wave) -> String {
    var text = "wave: \(wave.number)\n"
    if !wave.title.isEmpty { text += "title: \(yaml(wave.title))\n" }
    if let after = wave.after { text += "after: \(after)\n" }
    text += wave.lanes.isEmpty ? "lanes: {}\n" : "lanes:\n"
    for lane in wave.lanes {
      text += "  \(yaml(lane.id.description)):"
      text += lane.tasks.isEmpty ? " []\n" : "\n"
      text += lane.tasks.map { "    - \(yaml($0))\n" }.joined()
    }
    text += "merge: \(yaml(wave.merge.map(\.description)))\n"
    if !wave.freezes.isEmpty { text += "freezes: \(yaml(wave.freezes.map(\.rawValue)))\n" }
    text += (waveNotes[wave.number] ?? []).map { yamlComment($0) + "\n" }.joined()
    let prose = prose[wave.number] ?? []
    let criteria = wave.acceptance.compactMap(PlanDraft.text)
    if !criteria.isEmpty || !prose.isEmpty { text += "acceptance:\n" }
    text += criteria.joined()
    if !prose.isEmpty {
      text +=
        "  # To be filled in: each needs one of run, suite, http or sql as well, and then no `#`.\n"
      text += prose.map { "  # - {name: \(yamlInComment($0))}\n" }.joined()
    }
    return text
  }

  /// A draft has criteria that need nothing but a command or a suite.
  private static func text(of criterion: Criterion) -> String? {
    switch criterion.probe {
    case .suite(let suite): "  - {name: \(yaml(criterion.name)), suite: \(yaml(suite))}\n"
    case .run(let command, let exit):
      "  - {name: \(yaml(criterion.name)), run: \(yaml(command))"
        + (exit == 0 ? "}\n" : ", exit: \(exit)}\n")
    case .http, .sql: nil
    }
  }

  /// A value that stands behind a `#`.
  private func yamlInComment(_ text: String) -> String {
    String(yamlComment(yaml(text)).dropFirst(2))
  }

  /// A folder needs a file to be in git.
  private var migrationsNote: DraftFile? {
    guard let migrations = project.migrations, migrations.path == PlanDraft.newMigrations else {
      return nil
    }
    return DraftFile(
      path: "\(migrations.path)/README.md",
      text: """
        # Migrations

        A step is a pair of files, `001_name.up.sql` and `001_name.down.sql`, applied in the order of \
        their numbers. A project without a database deletes this folder and `migrations:` in gate.yml.

        """)
  }

  static let newMigrations = RepoPath("Migrations")
}

extension Profile.Entry {
  fileprivate var name: String {
    switch self {
    case .rules: "rules"
    case .migrations: "migrations"
    case .suite(let name): name
    }
  }
}
