internal import GateModel
internal import GateWaves
internal import Git

/// What was tried of a wave so far, in order.
struct WaveTrials {
  private(set) var all: [Trial] = []

  /// One state, and what came of its checks.
  struct Trial {
    var state: MergedState
    var wanted: Wanted
    var outcomes: [Outcome]
  }

  mutating func add(_ trial: Trial) { all.append(trial) }

  /// A check that passed on a state whose files are the same as far as it reads them: it need not run
  /// again. What failed is run again, since that may have had another reason.
  func pass(
    of check: CheckID, on state: MergedState, in project: Project,
    _ repository: borrowing Repository
  ) throws -> Outcome? {
    for trial in all.reversed() {
      guard
        let outcome = trial.outcomes.first(where: {
          $0.check.id == check && ($0.result == .passed || $0.result == .cached)
        })
      else { continue }
      let changed = try repository.diff(from: trial.state.tree, to: state.tree)
      guard !changed.flatMap(\.paths).contains(where: { project.reads($0, in: check) }) else {
        continue
      }
      var reused = outcome
      reused.result = .cached
      reused.seconds = 0
      reused.check.reason = "its inputs are those of \(trial.state.combination)"
      return reused
    }
    return nil
  }

  /// What the newest trial of a state says of a check, where one has that result.
  func outcome(
    of check: CheckID, on combination: Combination, _ result: Outcome.Result
  ) -> Outcome? {
    all.last { trial in
      trial.state.combination == combination
        && trial.outcomes.contains { $0.check.id == check && $0.result == result }
    }?.outcomes.first { $0.check.id == check }
  }

  /// What all checks of a state that holds say in the end: a flaky one is what it was when it passed.
  func holding(_ combination: Combination) -> [Outcome] {
    let whole = all.last { $0.state.combination == combination && $0.wanted.scope == .whole }
    return (whole?.outcomes ?? []).map { outcome in
      guard outcome.result == .failed else { return outcome }
      return self.outcome(of: outcome.check.id, on: combination, .passed) ?? outcome
    }
  }

  /// For the report.
  var states: [WaveProof.State] {
    all.map { trial in
      WaveProof.State(
        lanes: trial.state.combination.lanes, commit: trial.state.commit, tree: trial.state.tree,
        why: trial.wanted.why,
        checks: trial.outcomes.filter { $0.result != .skipped }.map {
          WaveProof.Tried(
            check: $0.check.id.description, outcome: $0.result.name, seconds: $0.seconds)
        })
    }
  }
}

extension Ledger.Trial {
  /// What outcomes say to a search. A check that was asked for has an answer in any case: where there was
  /// nothing to try it holds nothing against the lanes, and where nothing is known of it, it is broken.
  init(_ outcomes: [Outcome], of scope: Scope) {
    var readings: [CheckID: Ledger.Reading] = [:]
    if case .only(let asked) = scope {
      for check in asked {
        let isSkipped = outcomes.contains { $0.check.id == check && $0.result == .skipped }
        readings[check] = isSkipped ? .green : .broken
      }
    }
    for outcome in outcomes {
      switch outcome.result {
      case .passed, .cached: readings[outcome.check.id] = .green
      case .failed: readings[outcome.check.id] = .red
      case .broken: readings[outcome.check.id] = .broken
      case .skipped: break
      }
    }
    self.init(readings: readings, isWhole: scope == .whole)
  }
}

extension Project {
  /// Whether a check may read a file: one that does not say what it reads may read all.
  fileprivate func reads(_ path: RepoPath, in check: CheckID) -> Bool {
    switch check {
    case .suite(let name):
      guard let inputs = suite(name)?.inputs, !inputs.isEmpty else { return true }
      return GlobSet(inputs).contains(path)
    case .migrations: return migrations?.contains(path) ?? true
    case .linter, .rule, .acceptance, .lane, .freeze, .landing: return true
    }
  }
}
