package import GateModel
internal import GateProject
internal import GateRules
package import Git

/// A wave to prove, as asked for.
package struct WaveRequest: Sendable {
  /// The wave's number.
  package var number: Int
  /// Which of its lanes; nil for all.
  package var lanes: [LaneChoice]?
  /// What they are merged into.
  package var base: ChangeRequest.Base
  /// The profile of the plan that they are judged by; nil means `full`.
  package var profile: String?

  /// Asks for a wave; by default for all its lanes, on the usual base.
  package init(
    number: Int, lanes: [LaneChoice]? = nil, base: ChangeRequest.Base = .usual,
    profile: String? = nil
  ) {
    self.number = number
    self.lanes = lanes
    self.base = base
    self.profile = profile
  }
}

/// A wave with everything that is needed to prove it.
package struct WaveCase: Sendable {
  /// The plan of the base.
  package var project: Project
  /// The wave.
  package var wave: Wave
  /// What the lanes are merged into; it has a commit and a tree.
  package var base: Revision
  /// In merge order.
  package var lanes: [LaneCase]
  /// Whether it is its turn; nil where no wave has to land before it.
  var order: Outcome?
  /// The profile that chooses the checks; nil means `full`.
  var profile: String?
  /// The day of the run.
  var today: Day
  /// Where the repository is.
  package var source: ObjectSource
  /// The commit of the base, and its tree.
  var baseCommit: ObjectID
  var baseTree: ObjectID

  /// A lane of the wave, judged alone.
  package struct LaneCase: Sendable {
    /// Whose it is.
    package var id: LaneID
    /// Nil where it cannot be said which branch it is.
    package var tip: LaneTip?
    /// What its own rules say: skipped where the base has all of it.
    package var own: Outcome
    /// Whether nothing was ever committed on its branch, as far as can be told: that is no landing.
    var isEmpty = false
    /// The files that it changes.
    var paths: Set<RepoPath> = []
    /// Lanes before it whose commits its branch has too: it cannot be merged without them.
    var foundation: [LaneID] = []
  }
}

extension WaveRequest {
  /// Reads the plan of the base and the lanes' branches, and judges each lane by what needs nothing but
  /// its change. Throws `GitError`, `PlanProblems`, `JudgementError` or `UsageError`.
  ///
  /// - Parameter folder: in the repository, or the repository itself.
  package func read(
    in folder: String, plan: PlanOrigin, ci: CIContext, today: Day
  ) throws -> WaveCase {
    let repository = try Repository(at: folder)
    let request = ChangeRequest(base: base)
    let head = try repository.commit(named: "HEAD")
    let (name, tip) = try request.resolveBase(in: repository, plan: plan, ci: ci, head: head)
    let project =
      switch plan {
      case .base: try request.basePlan(at: tip, of: repository, named: name)
      case .draft(let project): project
      }
    guard let wave = project.wave(number) else {
      let numbers = project.waves.map { "\($0.number)" }.joined(separator: ", ")
      throw UsageError(
        numbers.isEmpty
          ? "the plan has no waves; `Waves/\(number).yml` would be one"
          : "the plan has no wave \(number); it has \(numbers)")
    }
    let tree = try repository.tree(of: tip)
    var found = WaveCase(
      project: project, wave: wave, base: Revision(ref: name, commit: tip, tree: tree), lanes: [],
      profile: profile, today: today, source: repository.source, baseCommit: tip, baseTree: tree)
    found.order = try found.order(repository)
    for (lane, branch) in try chosen(of: wave, in: project) {
      found.lanes.append(try found.lane(lane, named: branch, repository, in: folder))
    }
    return found
  }

  /// The lanes of the wave that were asked for, in the order in which they are merged.
  private func chosen(of wave: Wave, in project: Project) throws -> [(Lane, branch: String?)] {
    for choice in lanes ?? [] where !wave.merge.contains(where: { $0.description == choice.lane }) {
      let names = wave.merge.map(\.description)
      let advice =
        nearest(to: choice.lane, among: names).map { "did you mean `\($0)`?" }
        ?? "it has \(names.joined(separator: ", "))"
      throw UsageError("wave \(number) has no lane `\(choice.lane)`; \(advice)")
    }
    return wave.merge.compactMap { id in
      let choice = lanes?.first { $0.lane == id.description }
      if lanes != nil, choice == nil { return nil }
      return project.lane(id).map { ($0, choice?.branch) }
    }
  }
}

extension WaveCase {
  /// Judges a lane by its own rules, as `gate check` would, but beside those that are merged before it.
  fileprivate func lane(
    _ lane: Lane, named branch: String?, _ repository: borrowing Repository, in folder: String
  ) throws -> LaneCase {
    let id = CheckID.lane(lane.id.description)
    let tip: LaneTip
    switch try repository.branch(of: lane, named: branch, base: baseCommit) {
    case .found(let found): tip = found
    case .unclear(let why):
      let check = Check(id: id, reason: "its branch has to be known")
      return LaneCase(id: lane.id, own: Outcome(check: check, result: .broken(why)))
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
