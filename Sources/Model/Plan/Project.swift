/// gate.yml, `Lanes/` and `Waves/`, read once and checked once: what a change is judged by.
///
/// `GateProject` makes one from files; every name it mentions exists, every lane of a wave is a lane.
package struct Project: Sendable, Hashable {
  /// For reports; empty where gate.yml gives none.
  package var name: String
  /// The branch that changes are merged into.
  package var base: String
  /// The lane that may change the gate itself; its scope is the whole repository.
  package var gatekeeper: LaneID?
  /// Where reports go, relative to the repository.
  package var reports: RepoPath
  /// The test commands, in the order of gate.yml.
  package var suites: [Suite]
  /// The commands whose output becomes findings, in the order of gate.yml.
  package var linters: [Linter]
  /// The named selections. Without one called `full`, `full` means every check.
  package var profiles: [Profile]
  /// What gate.yml says about the built-in rules.
  package var rules: RuleSettings
  /// The exceptions from rules, expired ones too.
  package var waivers: [Waiver]
  /// Where the database migrations are; nil for none.
  package var migrations: MigrationSettings?
  /// How the project's own server is started; nil where gate.yml names none.
  package var server: ServerCommand?
  /// Where the interfaces are that a wave can freeze; nil where gate.yml names none.
  package var interfaces: InterfaceSettings?
  /// Who works in which lane, in the order of gate.yml.
  package var agents: [Agent]
  /// In the order of their names.
  package var lanes: [Lane]
  /// In the order of their numbers.
  package var waves: [Wave]

  /// Makes a project with these parts and no others; its base is `main` and its reports go to
  /// `reports`. Nothing is checked.
  package init(
    name: String = "", base: String = "main", gatekeeper: LaneID? = nil,
    reports: RepoPath = RepoPath("reports"), suites: [Suite] = [], linters: [Linter] = [],
    profiles: [Profile] = [], rules: RuleSettings = RuleSettings(), waivers: [Waiver] = [],
    migrations: MigrationSettings? = nil, server: ServerCommand? = nil,
    interfaces: InterfaceSettings? = nil, agents: [Agent] = [], lanes: [Lane] = [],
    waves: [Wave] = []
  ) {
    self.name = name
    self.base = base
    self.gatekeeper = gatekeeper
    self.reports = reports
    self.suites = suites
    self.linters = linters
    self.profiles = profiles
    self.rules = rules
    self.waivers = waivers
    self.migrations = migrations
    self.server = server
    self.interfaces = interfaces
    self.agents = agents
    self.lanes = lanes
    self.waves = waves
  }

  /// The lane of a name; nil where the plan has none.
  package func lane(_ id: LaneID) -> Lane? { lanes.first { $0.id == id } }
  /// The suite of a name; nil where the plan has none.
  package func suite(_ name: String) -> Suite? { suites.first { $0.name == name } }
  /// The wave of a number; nil where the plan has none.
  package func wave(_ number: Int) -> Wave? { waves.first { $0.number == number } }
}

/// A named selection of checks.
package struct Profile: Sendable, Hashable {
  /// As in gate.yml and for `--profile`.
  package var name: String
  /// What it selects, in the order of gate.yml.
  package var entries: [Entry]

  /// Makes a profile; whether its suites exist is not asked.
  package init(name: String, entries: [Entry]) {
    self.name = name
    self.entries = entries
  }

  /// What a profile can name.
  package enum Entry: Sendable, Hashable {
    /// The built-in rules and the linters.
    case rules
    case migrations
    case suite(String)
  }
}

/// Where the migrations are, and how their files are written.
package struct MigrationSettings: Sendable, Hashable {
  /// The folder, from the repository's root.
  package var path: RepoPath
  /// How its files are named and split into up and down.
  package var format: Format

  /// Makes settings of a folder and its format.
  package init(path: RepoPath, format: Format) {
    self.path = path
    self.format = format
  }

  /// The tools whose layout of files can be named, or `sql-pairs` for plain `.up.sql` and
  /// `.down.sql`. gate.yml has the raw values.
  package enum Format: String, Sendable, Hashable, CaseIterable {
    case sqlPairs = "sql-pairs"
    case dbmate, goose
    case golangMigrate = "golang-migrate"
    case flyway, diesel
  }
}

/// Who works in a lane.
package struct Agent: Sendable, Hashable {
  /// The lane that it works in.
  package var lane: LaneID
  /// Its program, as a word: `codex`, `claude`, `gemini`.
  package var kind: String
  /// Its tmux session or window; nil where it has none.
  package var tmux: String?
  /// The plugins that it may call, by name.
  package var plugins: [String]

  /// Makes an agent; by default it has no terminal and may call no plugin.
  package init(lane: LaneID, kind: String, tmux: String? = nil, plugins: [String] = []) {
    self.lane = lane
    self.kind = kind
    self.tmux = tmux
    self.plugins = plugins
  }
}
