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
      let isEmpty = try repository.isOnFirstParents(tip.commit, of: baseCommit)
      let reason =
        isEmpty
        ? "`\(tip.branch)` has no commit of its own"
        : "\(base.ref) has all of `\(tip.branch)` already"
      let check = Check(id: id, reason: reason, isSkipped: true)
      return LaneCase(
        id: lane.id, tip: tip, own: Outcome(check: check, result: .skipped), isEmpty: isEmpty)
    }
    let fresh = try Repository(at: folder)
    let (foundation, start) = try foundation(of: tip, fresh)
    let subject: Subject
    do {
      subject = try ChangeRequest(
        base: .pinned(base.ref, start), head: tip.commit.description,
        lane: lane.id.description, branch: tip.branch,
        others: .merged(
          lanes.filter { $0.own.result != .skipped }.compactMap(\.tip),
          out: Set(lanes.filter { $0.own.result != .passed }.map(\.id)))
      ).read(
        from: fresh, plan: .draft(project), ci: CIContext(environment: [:]))
    } catch let error as JudgementError {
      let check = Check(id: id, reason: "what it changes has to be known")
      return LaneCase(
        id: lane.id, tip: tip, own: Outcome(check: check, result: .broken(spoken(error))))
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
      change: subject.change, project: project, contents: subject.contents, today: today)
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

  /// The lanes before it whose commits a lane has too, as somebody brings in who builds on them, and what it
  /// is judged on: the base with these commits, which are judged on their own lane.
  private func foundation(
    of tip: LaneTip, _ repository: borrowing Repository
  ) throws -> ([LaneID], ObjectID) {
    var (found, commits): ([LaneID], [ObjectID]) = ([], [])
    for lane in lanes {
      guard let other = lane.tip, lane.own.result != .skipped else { continue }
      for commit in try repository.mergeBases(other.commit, tip.commit)
      where try !repository.isAncestor(commit, of: baseCommit) {
        if found.last != lane.id { found.append(lane.id) }
        commits.append(commit)
      }
    }
    if commits.isEmpty { return ([], baseCommit) }
    // What does not go together is told of where the lanes are merged.
    return (found, try repository.merged(baseCommit, with: commits) ?? baseCommit)
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
