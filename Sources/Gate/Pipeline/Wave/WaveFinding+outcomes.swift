internal import GateModel
internal import GateWaves

extension WaveFinding {
  /// A check for each lane, then the checks of what they make together.
  var outcomes: [Outcome] { wave.lanes.map(outcome) + combined }

  /// What its own rules say, and what its merging brought up.
  private func outcome(of lane: WaveCase.LaneCase) -> Outcome {
    var outcome = lane.own
    for clash in conflicts[lane.id] ?? [] {
      outcome.findings.append(
        Finding(
          rule: "merge-conflict", path: clash.path, line: clash.line,
          message: clash.message,
          hint: "merge what is before it into `\(lane.tip?.branch ?? "")`, and solve it there"))
    }
    for accusation in settlement?.culprits ?? [] where accusation.culprit.out == lane.id {
      outcome.findings.append(
        Finding(rule: "culprit", message: accusation.words, hint: accusation.hint(survivors)))
    }
    if outcome.findings.contains(where: { $0.level == .error }) { outcome.result = .failed }
    // Whatever the reason: a lane that is not proved has not passed.
    let (standing, reason) = standing(of: lane)
    if outcome.result == .passed, standing != .in { outcome.result = .broken(reason) }
    return outcome
  }

  /// What holds is told of the lanes that are in; what fails, of where it was seen.
  private var combined: [Outcome] {
    var all: [Outcome] = []
    func put(_ outcome: Outcome) {
      if let place = all.firstIndex(where: { $0.check.id == outcome.check.id }) {
        all[place] = outcome
      } else {
        all.append(outcome)
      }
    }
    switch decision {
    case .unjudged(let combination):
      trials.all.last { $0.state.combination == combination }?.outcomes.forEach(put)
    case .wants, nil: break
    case .settled(let settlement):
      trials.holding(settlement.survivors).forEach(put)
      for accusation in settlement.culprits {
        for check in accusation.checks {
          trials.outcome(of: check, on: accusation.combination, .failed).map(put)
        }
      }
      for check in settlement.redBase {
        guard var outcome = trials.outcome(of: check, on: Combination([]), .failed) else {
          continue
        }
        outcome.findings.append(
          Finding(
            rule: "red-base",
            message: "\(check) fails on \(wave.base.ref) without any lane of the wave",
            hint: "mend \(wave.base.ref) first: no lane can be proved on it"))
        put(outcome)
      }
    }
    return all.map(withFlakes)
  }

  /// A check that said both of one state: no lane's fault, and nothing to be quiet about.
  private func withFlakes(_ outcome: Outcome) -> Outcome {
    var outcome = outcome
    let places = flaky.filter { $0.value.contains(outcome.check.id) }.keys
    for combination in places.sorted(by: { $0.description < $1.description }) {
      let failed = trials.outcome(of: outcome.check.id, on: combination, .failed)
      let test = failed?.tests?.failures.first.map { "; `\($0.id)` failed" } ?? ""
      outcome.findings.append(
        Finding(
          rule: "flaky", level: .warning,
          message:
            "\(outcome.check.id) failed and then passed on the same files, \(combination)\(test)",
          hint: "find out what it depends on besides its files; no lane was put out for it"))
    }
    return outcome
  }
}

extension Settlement.Accusation {
  /// What to do with it, and what may go on without it.
  fileprivate func hint(_ survivors: [LaneID]) -> String {
    let rest =
      survivors.isEmpty
      ? "" : "; without it: --lanes \(survivors.map(\.description).joined(separator: ","))"
    switch culprit {
    case .alone(let lane): return "mend it on lane \(lane)\(rest)"
    case .leftBehind: return "it comes in with the lane that it needs\(rest)"
    case .pair(let a, let b): return "bring \(a) into the branch of \(b) and mend it there\(rest)"
    case .together(let lanes):
      return
        "bring the others into the branch of \(lanes.last?.description ?? "") and mend it there\(rest)"
    }
  }
}
