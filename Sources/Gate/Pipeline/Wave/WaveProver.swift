internal import GateModel
internal import GateProject
internal import GateRules
internal import GateSuites
package import GateWaves
internal import Git

/// How the culprit of a wave is looked for.
package enum WaveStrategy: Sendable, Hashable {
  /// All lanes together; only where that fails, fewer.
  case batch
  /// Each lane on top of those before it, several at once.
  case speculate(Window)

  /// The name in options and reports.
  package var name: String {
    switch self {
    case .batch: "batch"
    case .speculate: "speculate"
    }
  }
}

/// Merges the lanes of a wave and tries the combinations, until it is known which of them hold together.
package actor WaveProver {
  let wave: WaveCase
  let strategy: WaveStrategy
  private let machine: Machine
  private let events: AsyncStream<WaveEvent>.Continuation?
  private var states: MergedStates
  private var ledger = Ledger()
  private var trials = WaveTrials()

  /// Nothing is merged or run yet.
  ///
  /// - Parameter events: is told what happens, as it happens. It is not finished.
  package init(
    _ wave: WaveCase, by strategy: WaveStrategy, on machine: Machine,
    events: AsyncStream<WaveEvent>.Continuation? = nil
  ) throws {
    self.wave = wave
    self.strategy = strategy
    self.machine = machine
    self.events = events
    states = try MergedStates(of: wave, id: wave.proofID, machine.environment)
  }

  /// Merges, tries, and says what came of it. What goes wrong on the way is thrown: nothing is proved
  /// then.
  package func finding() async throws -> WaveFinding {
    var finding = WaveFinding(of: wave, strategy: strategy.name)
    var ready: [LaneID] = []
    for lane in wave.lanes where lane.own.result == .passed {
      switch try states.merge(Combination(ready + [lane.id])) {
      case .merged: ready.append(lane.id)
      case .conflict(let conflicts):
        finding.conflicts[lane.id] = conflicts.map {
          MergeClash($0, of: lane.id, with: wave.lanes.filter { ready.contains($0.id) })
        }
      case .lacks(let other): finding.lacking[lane.id] = other
      }
    }
    finding.ending = try await settle(ready, &finding)
    finding.trials = trials
    finding.flaky = ledger.flaky
    let survivors = Combination(finding.survivors)
    if !survivors.lanes.isEmpty, case .merged(let state) = try states.merge(survivors) {
      finding.proved = state
      finding.acceptance = try await acceptance(of: state, finding)
    }
    return finding
  }

  /// Tries the lanes, and then again with those that collide only with one that is out.
  private func settle(
    _ ready: [LaneID], _ finding: inout WaveFinding
  ) async throws -> Ending {
    var (lanes, culprits) = (ready, [Settlement.Accusation]())
    while true {
      let ending = try await search(lanes)
      guard case .settled(var settlement) = ending else { return ending }
      culprits += settlement.culprits
      settlement.culprits = culprits
      lanes = settlement.survivors.lanes
      guard settlement.redBase.isEmpty, !culprits.isEmpty else { return .settled(settlement) }
      for lane in wave.lanes.map(\.id)
      where finding.conflicts[lane] != nil || finding.lacking[lane] != nil {
        let more = Combination(
          wave.lanes.map(\.id).filter { $0 == lane || lanes.contains($0) })
        guard case .merged = try states.merge(more) else { continue }
        (finding.conflicts[lane], finding.lacking[lane]) = (nil, nil)
        lanes = more.lanes
      }
      if lanes == settlement.survivors.lanes { return .settled(settlement) }
    }
  }

  /// Tries the wave's criteria on what is proved; where a lane is missing from it, they are not asked yet.
  private func acceptance(
    of state: MergedState, _ finding: WaveFinding
  ) async throws -> [Outcome] {
    guard finding.isWhole, wave.missing.isEmpty else {
      return wave.wave.acceptance.map { criterion in
        let check = Check(
          id: .acceptance(criterion.name), reason: "asked once every lane is in", isSkipped: true)
        return Outcome(check: check, result: .skipped)
      }
    }
    let trial = try AcceptanceTrial(of: wave, at: state, suites: trials.holding(state.combination))
    let (checks, continuation) = AsyncStream.makeStream(of: RunEvent.self)
    let events = events
    async let told: Void = {
      for await event in checks { events?.yield(.check(state.combination, event)) }
    }()
    let outcomes = await trial.outcomes(on: machine, events: continuation)
    continuation.finish()
    await told
    return outcomes
  }

  private func decide(_ lanes: [LaneID]) -> Decision {
    switch strategy {
    case .batch: bisect(lanes, knowing: ledger)
    case .speculate(let window): speculate(lanes, window: window, knowing: ledger)
    }
  }

  /// Tries what the strategy wants until it has its answer.
  private func search(_ lanes: [LaneID]) async throws -> Ending {
    try await withThrowingTaskGroup(of: (Attempt, [Outcome]?).self) { group in
      var running: [Combination: AsyncStream<Never>.Continuation] = [:]
      while true {
        try Task.checkCancellation()
        let wanted: [Wanted]
        switch decide(lanes) {
        case .wants(let more): wanted = more
        case .ends(let ending):
          for stop in running.values { stop.finish() }
          return ending
        }
        for (combination, stop) in running
        where !wanted.contains(where: { $0.combination == combination }) {
          stop.finish()
          running[combination] = nil
          events?.yield(.found(combination, nil))
        }
        let share = Machine(
          environment: machine.environment, cores: max(1, machine.cores / wanted.count))
        var hasStuck = false
        for wanted in wanted where running[wanted.combination] == nil {
          guard case .merged(let state) = try states.merge(wanted.combination) else {
            ledger.record(try states.stuckLane(in: wanted.combination), stuckIn: wanted.combination)
            hasStuck = true
            continue
          }
          let attempt = try attempt(wanted, on: state)
          let (signal, stop) = AsyncStream.makeStream(of: Never.self)
          running[wanted.combination] = stop
          let events = events
          group.addTask {
            (attempt, await attempt.outcomes(on: share, until: signal, events: events))
          }
        }
        // What cannot be merged is an answer too.
        if hasStuck { continue }
        guard let (attempt, outcomes) = try await group.next() else {
          preconditionFailure("a search that wants something has it tried")
        }
        // One that was given up.
        guard let outcomes, let stop = running.removeValue(forKey: attempt.state.combination)
        else { continue }
        stop.finish()
        record(outcomes, of: attempt)
      }
    }
  }

  private func record(_ outcomes: [Outcome], of attempt: Attempt) {
    let wanted = attempt.wanted
    let all = attempt.plan.outcomes(outcomes)
    ledger.record(Ledger.Trial(all, of: wanted.scope), of: wanted.combination)
    trials.add(WaveTrials.Trial(state: attempt.state, wanted: wanted, outcomes: all))
    let isIdle = all.allSatisfy { $0.result == .skipped }
    events?.yield(
      isIdle ? .idle(wanted.combination) : .found(wanted.combination, Verdict(all)))
  }

  /// Reads what is to be tried, and leaves out what need not run again.
  private func attempt(_ wanted: Wanted, on state: MergedState) throws -> Attempt {
    events?.yield(.trying(wanted))
    let subject = try wave.subject(of: state)
    let rules = wave.rules(of: subject)
    var plan = try wave.plan(of: rules, subject, lanes: wanted.combination.lanes)
    if case .only(let checks) = wanted.scope { plan = plan.asking(checks, because: wanted.why) }
    var known = judgeRules(plan, rules) + judgeMigrationTexts(plan, rules, subject.migrations)
    if ledger.count(of: wanted.combination) == 0 || wanted.scope == .whole {
      let repository = try Repository(at: wave.source.commonFolder)
      for check in plan.checks
      where !check.isSkipped && !known.contains(where: { $0.check.id == check.id }) {
        if let pass = try trials.pass(of: check.id, on: state, in: wave.project, repository) {
          known.append(pass)
        }
      }
    }
    let rest = Plan(
      profile: plan.profile,
      checks: plan.checks.filter { check in !known.contains { $0.check.id == check.id } })
    return Attempt(
      wanted: wanted, state: state, plan: plan, known: known,
      execution: try Execution(rest, on: rules, in: subject))
  }
}
