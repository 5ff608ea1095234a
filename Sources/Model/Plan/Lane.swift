/// An owner's claim to paths and regions of the repository: one file of `Lanes/`.
package struct Lane: Sendable, Hashable {
  /// The name in the plan, in trailers and in reports.
  package var id: LaneID
  /// What the lane is for, in a line; empty where its file does not say.
  package var title: String
  /// `P0`, `P1`…: shown, and the order of lanes that nothing else orders.
  package var priority: String?
  /// The branches that belong to this lane, as a glob: `lane/b`, `agent-b/*`.
  package var branch: Glob?
  /// The paths that only this lane may change.
  package var owns: [Glob]
  /// The parts of files that only this lane may change, whoever owns the rest.
  package var regions: [RegionClaim]
  /// Suites to run for a change of this lane, besides those of the profile.
  package var suites: [String]
  /// What the lane is to do, in the order of its file.
  package var tasks: [String]
  /// Levels and options of rules that differ for this lane.
  package var rules: [String: RuleOverride]
  /// Where the lane's file says so.
  package var location: Location

  /// Makes a lane; by default it owns nothing, has no suites of its own and keeps the plan's rules.
  package init(
    id: LaneID, title: String = "", priority: String? = nil, branch: Glob? = nil,
    owns: [Glob] = [], regions: [RegionClaim] = [], suites: [String] = [], tasks: [String] = [],
    rules: [String: RuleOverride] = [:],
    location: Location = Location(file: "", line: 1, column: 1)
  ) {
    self.id = id
    self.title = title
    self.priority = priority
    self.branch = branch
    self.owns = owns
    self.regions = regions
    self.suites = suites
    self.tasks = tasks
    self.rules = rules
    self.location = location
  }
}

/// A named part of one file that a lane owns; the file says where it begins and ends (see `Region`).
package struct RegionClaim: Sendable, Hashable {
  /// The file that holds it, from the repository's root.
  package var file: RepoPath
  /// The name at its markers.
  package var name: String

  /// Makes a claim; whether the file has such a region is not asked.
  package init(file: RepoPath, name: String) {
    self.file = file
    self.name = name
  }
}

/// What a lane's file changes about one rule.
package struct RuleOverride: Sendable, Hashable {
  /// The rule's level for this lane; nil for that of gate.yml.
  package var level: RuleLevel?
  /// Only `change-size` has a budget per lane.
  package var size: SizeBudget?

  /// Makes an override; what is left out stays as in gate.yml.
  package init(level: RuleLevel? = nil, size: SizeBudget? = nil) {
    self.level = level
    self.size = size
  }
}
