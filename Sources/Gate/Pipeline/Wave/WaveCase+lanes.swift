internal import GateModel
internal import GateProject
internal import GateRules
internal import Git

extension WaveCase {
  /// Judges a lane by its own rules, as `gate check` would, but beside those that are merged before it.
  func lane(
    _ lane: Lane, named branch: String?, _ repository: borrowing Repository, in folder: String
  ) throws -> LaneCase {
    let id = CheckID.lane(lane.id.description)
    let tip: LaneTip
    switch try repository.branch(of: lane, named: branch, base: baseCommit) {
    case .found(let found): tip = found
    case .unclear(let doubt):
      let check = Check(id: id, reason: "its branch has to be known")
      return LaneCase(id: lane.id, own: Outcome(check: check, result: .broken(doubt.words)))
    }
    guard try !repository.isAncestor(tip.commit, of: baseCommit) else {
      let isEmpty = try repository.isUnused(tip)
      let reason =
        isEmpty
        ? "nothing was committed on `\(tip.branch)`"
        : "\(base.ref) has all of `\(tip.branch)` already"
      let check = Check(id: id, reason: reason, isSkipped: true)
      return LaneCase(
        id: lane.id, tip: tip, own: Outcome(check: check, result: .skipped), isEmpty: isEmpty)
    }
    let fresh = try Repository(at: folder)
    let foundation = try foundation(of: tip, fresh)
    let subject: Subject
    do {
      let (start, merged) = try start(of: tip, on: foundation, fresh)
      var request = ChangeRequest(
        base: .pinned(base.ref, start), head: tip.commit.description,
        lane: lane.id.description, branch: tip.branch,
        others: .merged(
          lanes.filter { $0.own.result != .skipped }.compactMap(\.tip),
          out: Set(lanes.filter { $0.own.result != .passed }.map(\.id))))
      request.merged = merged
      subject = try request.read(
        from: fresh, plan: .draft(project), ci: CIContext(environment: [:]))
    } catch let error as JudgementError {
      let check = Check(id: id, reason: "what it changes has to be known")
      return LaneCase(
        id: lane.id, tip: tip, own: Outcome(check: check, result: .broken(spoken(error))),
        foundation: foundation)
    }
    guard !subject.change.files.isEmpty else {
      let what =
        foundation.isEmpty
        ? "has commits and changes no file"
        : "adds nothing to lane \(foundation.map(\.description).joined(separator: " and lane "))"
      let why = "`\(tip.branch)` \(what); leave the lane out with --lanes"
      let check = Check(id: id, reason: "a lane has to change something")
      return LaneCase(id: lane.id, tip: tip, own: Outcome(check: check, result: .broken(why)))
    }
    let rules = RuleCase(
      change: subject.change, project: project, contents: subject.contents, today: today,
      agents: agents)
    let plan = try Plan(
      for: rules, with: Selection(profile: profile), freezes: subject.freezes
    ).ofTexts
    let outcomes = plan.outcomes(
      judgeRules(plan, rules) + judgeMigrationTexts(plan, rules, subject.migrations))
    let count = subject.change.commits.count
    let check = Check(
      id: id, reason: "`\(tip.branch)`, \(count) commit\(count == 1 ? "" : "s"), by its own rules")
    return LaneCase(
      id: lane.id, tip: tip, own: Outcome(check, joining: outcomes),
      paths: Set(subject.change.files.flatMap(\.paths)), foundation: foundation)
  }

  /// The lanes before it whose commits a lane has too, as somebody brings them in who builds on them.
  private func foundation(
    of tip: LaneTip, _ repository: borrowing Repository
  ) throws -> [LaneID] {
    var found: [LaneID] = []
    for lane in lanes {
      guard let other = lane.tip, lane.own.result != .skipped else { continue }
      for commit in try repository.mergeBases(other.commit, tip.commit)
      where try found.last != lane.id && !repository.isAncestor(commit, of: baseCommit) {
        found.append(lane.id)
      }
    }
    return found
  }

  /// What such a lane is judged on, the base with all of these lanes, each of which is judged by itself; and
  /// the lane merged into that, since it lands on no less. Nil for a lane that builds on no other.
  private func start(
    of tip: LaneTip, on foundation: [LaneID], _ repository: borrowing Repository
  ) throws -> (ObjectID, merged: ObjectID?) {
    if foundation.isEmpty { return (baseCommit, nil) }
    let tips = lanes.filter { foundation.contains($0.id) }.compactMap { $0.tip?.commit }
    guard let start = try repository.merged(baseCommit, with: tips),
      let merged = try repository.merged(baseCommit, with: tips + [tip.commit])
    else {
      let names = foundation.map(\.description).joined(separator: " and ")
      throw JudgementError(
        "it has commits of lane \(names) and cannot be merged on all of it",
        hint: "merge the newest of lane \(names) into `\(tip.branch)`")
    }
    return (start, merged)
  }
}

extension Plan {
  /// The checks that are judged from the change alone.
  fileprivate var ofTexts: Plan {
    Plan(
      profile: profile,
      checks: checks.filter { check in
        switch check.id {
        case .rule: true
        case .migrations(let name): !databaseCheckNames.contains(name)
        case .linter, .suite, .acceptance, .lane, .freeze, .landing: false
        }
      })
  }
}

extension Outcome {
  /// Several outcomes as one: failed where one failed, else broken where one is, else passed.
  init(_ check: Check, joining outcomes: [Outcome]) {
    let broken = outcomes.compactMap { outcome -> String? in
      if case .broken(let why) = outcome.result { "\(outcome.check.id): \(why)" } else { nil }
    }
    let result: Result =
      outcomes.contains { $0.result == .failed }
      ? .failed : broken.isEmpty ? .passed : .broken(broken.joined(separator: "; "))
    self.init(
      check: check, result: result, seconds: outcomes.reduce(0) { $0 + $1.seconds },
      findings: outcomes.flatMap(\.findings).sorted())
  }
}
