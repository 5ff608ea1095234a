package import GateModel

/// What is known of combinations so far: what each check said of each, every time that it was tried.
package struct Ledger: Sendable {
  private var trials: [Combination: [Trial]] = [:]
  private var stuck: [Combination: LaneID] = [:]

  /// One time that checks were tried on a combination.
  package struct Trial: Sendable, Hashable {
    /// What each said. A check that was not planned, or was skipped, is not in it.
    package var readings: [CheckID: Reading]
    /// Whether every check of the combination was tried, and not only some.
    package var isWhole: Bool

    /// Makes a trial of what the checks said.
    package init(readings: [CheckID: Reading], isWhole: Bool) {
      self.readings = readings
      self.isWhole = isWhole
    }
  }

  /// What a check says of a combination.
  package enum Reading: Sendable, Hashable {
    case green, red
    /// It could not judge.
    case broken
  }

  /// Knows nothing yet.
  package init() {}

  /// Adds what was found.
  package mutating func record(_ trial: Trial, of combination: Combination) {
    trials[combination, default: []].append(trial)
  }

  /// Adds that lanes cannot be merged: this one does not go on top of those before it. Nothing is tried on
  /// them then.
  package mutating func record(_ lane: LaneID, stuckIn combination: Combination) {
    stuck[combination] = lane
  }

  /// The lane that does not go on top of those before it; nil where all can be merged, as far as is known.
  package func stuckLane(in combination: Combination) -> LaneID? { stuck[combination] }

  /// How often a combination was tried.
  package func count(of combination: Combination) -> Int { trials[combination]?.count ?? 0 }

  /// The checks that said both of one and the same combination.
  package func flakyChecks(of combination: Combination) -> Set<CheckID> {
    var found: [CheckID: Set<Reading>] = [:]
    for trial in trials[combination] ?? [] {
      for (check, reading) in trial.readings { found[check, default: []].insert(reading) }
    }
    return Set(found.filter { $0.value.isSuperset(of: [.green, .red]) }.keys)
  }

  /// Every combination with a flaky check.
  package var flaky: [Combination: Set<CheckID>] {
    var found: [Combination: Set<CheckID>] = [:]
    for combination in trials.keys {
      let checks = flakyChecks(of: combination)
      if !checks.isEmpty { found[combination] = checks }
    }
    return found
  }

  /// What is known of some checks; nil where one of them is still to be tried. Red is what never was
  /// green: a check that said both is flaky, which is no lane's fault.
  /// No check holds anything against what cannot be merged.
  func reading(of combination: Combination, _ scope: Scope) -> Reading? {
    if stuck[combination] != nil { return .green }
    guard let trials = trials[combination] else { return nil }
    let isWhole = trials.contains(where: \.isWhole)
    let checks: Set<CheckID>
    switch scope {
    case .whole:
      guard isWhole else { return nil }
      checks = Set(trials.flatMap(\.readings.keys))
    case .only(let wanted): checks = wanted
    }
    var answer = Reading.green
    for check in checks {
      let said = Set(trials.compactMap { $0.readings[check] })
      if said.isEmpty, !isWhole { return nil }
      if said.contains(.green) || said.isEmpty { continue }
      // What could not be judged may be anything: no other check makes up for it.
      if said.contains(.broken) { return .broken }
      answer = .red
    }
    return answer
  }

  /// The checks that are red, of those in question.
  func redChecks(of combination: Combination) -> Set<CheckID> {
    Set((trials[combination] ?? []).flatMap(\.readings.keys)).filter {
      reading(of: combination, .only([$0])) == .red
    }
  }

  /// The checks that were red once and not tried again.
  func unconfirmed(_ checks: Set<CheckID>, of combination: Combination) -> Set<CheckID> {
    checks.filter { check in
      (trials[combination] ?? []).count { $0.readings[check] != nil } == 1
    }
  }
}

/// Which checks a question is about.
package enum Scope: Sendable, Hashable {
  /// All that the plan has for the combination.
  case whole
  case only(Set<CheckID>)
}
