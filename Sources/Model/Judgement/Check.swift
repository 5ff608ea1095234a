/// One thing to judge, and why it is judged, or is not.
package struct Check: Sendable, Hashable {
  /// Names it, in its plan and in reports.
  package var id: CheckID
  /// Why it runs or is skipped: one clause, for the report.
  package var reason: String
  /// Whether it does not run; `reason` then says why.
  package var isSkipped: Bool

  /// Makes a check that runs, unless it is said to be skipped.
  package init(id: CheckID, reason: String, isSkipped: Bool = false) {
    self.id = id
    self.reason = reason
    self.isSkipped = isSkipped
  }
}

/// Names a check: `rule/lane-scope`, `suite/unit`, `migrations/order`.
package enum CheckID: Sendable, Hashable, CustomStringConvertible {
  case rule(String)
  case linter(String)
  case migrations(String)
  case suite(String)
  case acceptance(String)
  /// What a lane of a wave is judged by alone: its own rules, and whether it can be merged.
  case lane(String)
  case freeze(FrozenInterface)
  /// What became of a proved wave: `base`, whether the base branch moved; `push`, whether a remote took it.
  case landing(String)

  /// As in reports. A linter's begins with `command/`, as its key in gate.yml is called.
  package var description: String {
    switch self {
    case .rule(let name): "rule/\(name)"
    case .linter(let name): "command/\(name)"
    case .migrations(let name): "migrations/\(name)"
    case .suite(let name): "suite/\(name)"
    case .acceptance(let name): "acceptance/\(name)"
    case .lane(let name): "lane/\(name)"
    case .freeze(let kind): "freeze/\(kind.rawValue)"
    case .landing(let name): "landing/\(name)"
    }
  }
}

/// Everything that will be judged of one change, in order. Pure: made before anything runs.
package struct Plan: Sendable, Hashable {
  /// The name of the profile that chose the checks.
  package var profile: String
  /// In the order of reports; none for a change without files.
  package var checks: [Check]

  /// Makes a plan of these checks, in this order.
  package init(profile: String, checks: [Check]) {
    self.profile = profile
    self.checks = checks
  }
}
