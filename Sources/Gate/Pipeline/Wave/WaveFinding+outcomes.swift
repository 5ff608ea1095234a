internal import GateModel
internal import GateWaves

extension WaveFinding {
  /// The order of the waves, a check for each lane, then the checks of what they make together.
  var outcomes: [Outcome] { (wave.order.map { [$0] } ?? []) + wave.lanes.map(outcome) + combined }

  /// What its own rules say, and what its merging brought up.
  private func outcome(of lane: WaveCase.LaneCase) -> Outcome {
    var outcome = lane.own
    for index in outcome.findings.indices
    where !outcome.findings[index].message.contains("lane \(lane.id)") {
      outcome.findings[index].message = "lane \(lane.id): " + outcome.findings[index].message
    }
    outcome.findings += wave.emptiness(of: lane)
    if let other = lacking[lane.id] {
      outcome.findings.append(
        Finding(
          rule: "left-behind",
          message: "lane \(lane.id) has commits of lane \(other), which is out",
          hint: "it comes in with lane \(other)"))
    }
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
    switch ending {
    case .unjudged(let combination):
      trials.all.last { $0.state.combination == combination }?.outcomes.forEach(put)
    case nil: break
    case .settled(let settlement):
      trials.holding(settlement.survivors).forEach(put)
      for accusation in settlement.culprits {
        for check in accusation.checks {
          guard var outcome = trials.outcome(of: check, on: accusation.combination, .failed) else {
            continue
          }
          // Of another culprit, which failed the same check.
          if let earlier = all.first(where: { $0.check.id == check && $0.result == .failed }) {
            outcome = earlier.joined(with: outcome)
          }
          put(outcome)
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

extension Outcome {
  /// One check that failed in two places: what each holds, once.
  fileprivate func joined(with other: Outcome) -> Outcome {
    var outcome = self
    outcome.findings += other.findings.filter { !findings.contains($0) }
    outcome.seconds += other.seconds
    outcome.output = [output, other.output].compactMap { $0 }.joined(separator: "\n")
    if let theirs = other.tests?.cases {
      let cases = tests?.cases ?? []
      outcome.tests = TestResults(cases: cases.joined(with: theirs))
    }
    return outcome
  }
}

extension [TestCase] {
  /// Of a test that is in both, the failure.
  fileprivate func joined(with others: [TestCase]) -> [TestCase] {
    var joined = self
    let places = Dictionary(
      enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
    for test in others {
      guard let place = places[test.id] else {
        joined.append(test)
        continue
      }
      if test.status == .failed { joined[place] = test }
    }
    return joined
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
