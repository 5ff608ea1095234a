internal import GateContracts
package import GateModel
package import GateRules
package import Processes

/// The checks of a plan that hold an API and signatures against what is frozen. The schema is held with
/// the migrations, on a database.
package struct FreezeProof: Sendable {
  private let checks: [Check]
  private let project: Project
  private let today: Day
  private let freezes: FreezeCase?
  /// What is read of both states, or why it cannot be.
  private let sources: [FrozenInterface: Result<Sources, any Error>]

  fileprivate struct Sources: Sendable {
    var before: [SourceFile]
    var after: [SourceFile]
  }

  /// Takes the checks out of a plan, and reads the files that they look at.
  package init(_ plan: Plan, of subject: RuleCase, _ freezes: FreezeCase?) {
    checks = plan.checks.filter { $0.id.isOfFiles && !$0.isSkipped }
    project = subject.project
    today = subject.today
    self.freezes = freezes
    var sources: [FrozenInterface: Result<Sources, any Error>] = [:]
    for kind in checks.compactMap(\.id.frozenInterface) {
      sources[kind] = Result { try subject.sources(of: kind, freezes) }
    }
    self.sources = sources
  }

  /// Whether there is anything to judge.
  package var isNeeded: Bool { !checks.isEmpty }

  /// Holds both states against what is frozen. What cannot be read is broken, never a pass.
  package func outcomes(
    under supervisor: Supervisor = .ownProgram, environment: [String: String],
    clock: ContinuousClock = ContinuousClock()
  ) async -> [Outcome] {
    var outcomes: [Outcome] = []
    for check in checks {
      let start = clock.now
      var outcome: Outcome
      do {
        let found = try await findings(check, supervisor, environment)
        outcome = judged(found, project, today, check)
      } catch {
        outcome = Outcome(check: check, result: .broken(spoken(error)))
      }
      outcome.seconds = (clock.now - start).seconds
      outcomes.append(outcome)
    }
    return outcomes
  }

  private func findings(
    _ check: Check, _ supervisor: Supervisor, _ environment: [String: String]
  ) async throws -> [Finding] {
    guard let kind = check.id.frozenInterface, let freezes,
      let (contract, wave) = try freezes.snapshot(of: kind)
    else { return [] }
    guard project.hasSource(of: kind), let sources = try sources[kind]?.get() else {
      throw CannotJudge(
        "wave \(wave) froze it, and `interfaces:` in gate.yml does not say what it is read from")
    }
    let after = try await project.contract(
      kind, in: sources.after, under: supervisor, environment: environment)
    if freezes.isNew {
      return GateContracts.findings(against: contract, wave: wave, before: contract, after: after)
    }
    let before = try await project.contract(
      kind, in: sources.before, under: supervisor, environment: environment)
    let paths = Set((sources.before + sources.after).map(\.path))
    let frozen = kind == .signatures ? contract.only(of: paths) : contract
    return GateContracts.findings(against: frozen, wave: wave, before: before, after: after)
  }
}

extension FreezeCase {
  /// What is frozen of an interface, and by which wave; nil for nothing.
  func snapshot(of kind: FrozenInterface) throws(ContractProblem) -> (Contract, Int)? {
    let frozen = try frozen.get()
    guard let contract = frozen.contracts[kind], let wave = frozen.waves[kind] else { return nil }
    return (contract, wave)
  }
}

extension RuleCase {
  /// Of signatures only the changed files are read: others are as they were. All, where the freeze is new.
  fileprivate func sources(
    of kind: FrozenInterface, _ freezes: FreezeCase?
  ) throws -> FreezeProof.Sources {
    let changed = Set(change.files.flatMap(\.paths))
    func side(_ side: Side) throws -> [SourceFile] {
      var paths = try contents.paths(at: side)
      if kind == .signatures, freezes?.isNew != true { paths = paths.filter(changed.contains) }
      return try project.sources(of: kind, among: paths) { try contents.bytes($0, at: side) }
    }
    return FreezeProof.Sources(before: try side(.base), after: try side(.head))
  }
}

extension CheckID {
  var frozenInterface: FrozenInterface? { if case .freeze(let kind) = self { kind } else { nil } }

  fileprivate var isOfFiles: Bool { frozenInterface.map { $0 != .schema } ?? false }
}
