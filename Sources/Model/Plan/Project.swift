/// gate.yml, `Lanes/` and `Waves/`, read once and checked once: what a change is judged by.
///
/// `GateProject` makes one from files; every name it mentions exists, every lane of a wave is a lane.
package struct Project: Sendable, Hashable {
  package var name: String
  /// The branch that changes are merged into.
  package var base: String
  /// The lane that may change the gate itself; its scope is the whole repository.
  package var gatekeeper: LaneID?
  /// Where reports go, relative to the repository.
  package var reports: RepoPath
  package var suites: [Suite]
  package var linters: [Linter]
  package var profiles: [Profile]
  package var rules: RuleSettings
  package var waivers: [Waiver]
  package var migrations: MigrationSettings?
  package var agents: [Agent]
  /// In the order of their names.
  package var lanes: [Lane]
  /// In the order of their numbers.
  package var waves: [Wave]

  package init(
    name: String = "", base: String = "main", gatekeeper: LaneID? = nil,
    reports: RepoPath = RepoPath("reports"), suites: [Suite] = [], linters: [Linter] = [],
    profiles: [Profile] = [], rules: RuleSettings = RuleSettings(), waivers: [Waiver] = [],
    migrations: MigrationSettings? = nil, agents: [Agent] = [], lanes: [Lane] = [],
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
    self.agents = agents
    self.lanes = lanes
    self.waves = waves
  }

  package func lane(_ id: LaneID) -> Lane? { lanes.first { $0.id == id } }
  package func suite(_ name: String) -> Suite? { suites.first { $0.name == name } }
  package func wave(_ number: Int) -> Wave? { waves.first { $0.number == number } }
}

/// A named selection of checks.
package struct Profile: Sendable, Hashable {
  package var name: String
  package var entries: [Entry]

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
  package var path: RepoPath
  package var format: Format

  package init(path: RepoPath, format: Format) {
    self.path = path
    self.format = format
  }

  package enum Format: String, Sendable, Hashable, CaseIterable {
    case sqlPairs = "sql-pairs"
    case dbmate, goose
    case golangMigrate = "golang-migrate"
    case flyway
  }
}

/// Who works in a lane.
package struct Agent: Sendable, Hashable {
  package var lane: LaneID
  package var kind: String
  package var tmux: String?
  package var plugins: [String]

  package init(lane: LaneID, kind: String, tmux: String? = nil, plugins: [String] = []) {
    self.lane = lane
    self.kind = kind
    self.tmux = tmux
    self.plugins = plugins
  }
}
