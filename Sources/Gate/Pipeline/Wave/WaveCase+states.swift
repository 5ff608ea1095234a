internal import GateModel
internal import GateProject
internal import GateRules
internal import GateWaves
internal import Git

extension WaveCase {
  /// Names the proof by what is proved: the base, and each lane's commit.
  var proofID: String {
    let parts =
      [baseCommit.description] + lanes.map { "\($0.id)=\($0.tip?.commit.description ?? "")" }
    let digits = String(hash(parts.joined(separator: "\n")), radix: 16)
    return "wave-\(wave.number)-" + String(repeating: "0", count: 16 - digits.count) + digits
  }

  /// What a merged state brings to the base, as one change.
  func subject(of state: MergedState) throws -> Subject {
    var request = ChangeRequest(
      base: .pinned(base.ref, baseCommit), head: state.commit.description,
      others: .merged([], out: []))
    request.lanes = state.combination.lanes
    return try request.read(
      from: Repository(at: source.commonFolder), plan: .draft(project),
      ci: CIContext(environment: [:]))
  }

  func rules(of subject: Subject) -> RuleCase {
    RuleCase(
      change: subject.change, project: project, contents: subject.contents, today: today)
  }
}

extension WaveCase {
  /// What is tried on lanes that are merged: each lane's own rules are judged before, its own suites are
  /// run here, and the suites that the wave's criteria ask for run in any case.
  func plan(of rules: RuleCase, _ subject: Subject, lanes: [LaneID]) throws -> Plan {
    var plan = try Plan(
      for: rules, with: Selection(profile: profile, lanes: lanes), freezes: subject.freezes
    ).ofCombination
    for case .suite(let name) in wave.acceptance.map(\.probe) {
      let check = Check(id: .suite(name), reason: "the wave's acceptance asks for it")
      if let place = plan.checks.firstIndex(where: { $0.id == check.id }) {
        if plan.checks[place].isSkipped { plan.checks[place] = check }
      } else {
        plan.checks.append(check)
      }
    }
    return plan
  }
}

extension Plan {
  /// The checks that say something of lanes together.
  fileprivate var ofCombination: Plan {
    Plan(
      profile: profile,
      checks: checks.filter { check in
        switch check.id {
        // The lint has seen each file on its lane, and the merge order is decided.
        case .migrations(let name): name != "lint" && name != "commute"
        case .linter, .suite, .freeze: true
        // Two lanes that edit the plan may make one that does not load.
        case .rule(let name): name == "plan" && !check.isSkipped
        case .acceptance, .lane, .landing: false
        }
      })
  }

  /// Only some of them, but these whether the plan would run them or not: the base has no change that
  /// would be a reason. What is tried on a database needs a migration to try: it is skipped without one.
  func asking(_ wanted: Set<CheckID>, because reason: String) -> Plan {
    let planned = checks.filter { wanted.contains($0.id) }
    let others = wanted.subtracting(planned.map(\.id)).sorted { $0.description < $1.description }
    return Plan(
      profile: profile,
      checks: planned.map { check in
        check.id.isOfMigrations ? check : Check(id: check.id, reason: reason)
      }
        + others.map { check in
          check.isOfMigrations
            ? Check(id: check, reason: "no migration changed", isSkipped: true)
            : Check(id: check, reason: reason)
        })
  }
}

extension CheckID {
  /// Whether it tries new migrations.
  fileprivate var isOfMigrations: Bool {
    if case .migrations = self { return true }
    return self == .freeze(.schema)
  }
}
