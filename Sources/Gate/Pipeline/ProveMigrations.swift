internal import GateContracts
internal import GateMigrations
package import GateModel
package import GateRules
package import Postgres

extension CheckID {
  fileprivate var isOnDatabase: Bool {
    if case .migrations(let name) = self { return databaseCheckNames.contains(name) }
    return self == .freeze(.schema)
  }
}

/// The checks that try migrations on a database, in order.
let databaseCheckNames = ["verify", "data", "commute"]

/// The checks of a plan that try the migrations of a change on a database.
package struct MigrationProof: Sendable {
  private let checks: [Check]
  private let project: Project
  private let lane: LaneID?
  private let today: Day
  private let migrations: MigrationCase?
  private let freezes: FreezeCase?

  /// Takes the checks out of a plan.
  package init(
    _ plan: Plan, of subject: RuleCase, _ migrations: MigrationCase?, freezes: FreezeCase? = nil
  ) {
    checks = plan.checks.filter { !$0.isSkipped && $0.id.isOnDatabase }
    project = subject.project
    lane = subject.lane.lane
    today = subject.today
    self.migrations = migrations
    self.freezes = freezes
  }

  /// Whether there is anything to try.
  package var isNeeded: Bool { !checks.isEmpty }

  /// What to have on the host from its start: nil where there is nothing to try.
  package var preparation: Preparation? {
    isNeeded ? migrations.flatMap { Preparation(of: $0.before) } : nil
  }

  /// Tries the new migrations on databases of a host: each where those before it have run. What goes
  /// wrong with the server is broken, never a pass.
  package func outcomes(
    on host: ScratchHost, clock: ContinuousClock = ContinuousClock()
  ) async -> [Outcome] {
    guard let migrations else { return outcomes(because: "no migrations were read") }
    return await host.guarding { await outcomes(of: migrations, on: host, clock) }
  }

  private func outcomes(
    of migrations: MigrationCase, on host: ScratchHost, _ clock: ContinuousClock
  ) async -> [Outcome] {
    let templates = PrefixTemplates(host)
    var trials = Trials(migrations, lane, templates)
    var outcomes: [Outcome] = []
    for check in checks {
      let start = clock.now
      var outcome = await outcome(of: check, &trials, templates)
      outcome.seconds = (clock.now - start).seconds
      outcomes.append(outcome)
    }
    return outcomes
  }

  /// The same where there is no server: why nothing could be judged.
  package func outcomes(because reason: String) -> [Outcome] {
    checks.map { Outcome(check: $0, result: .broken(reason)) }
  }

  private func outcome(
    of check: Check, _ trials: inout Trials, _ templates: PrefixTemplates
  ) async -> Outcome {
    let isFreeze = check.id == .freeze(.schema) && freezes?.isNew == true
    if migrations?.order.trial.new.isEmpty == true, !isFreeze {
      return skipped(check, "only merged migrations changed, see migrations/order")
    }
    if check.id == .migrations("commute"), lane == nil {
      return skipped(check, "the change has no lane, see rule/lane-scope")
    }
    do {
      if check.id == .freeze(.schema) {
        return try await schemaOutcome(of: check, &trials, templates)
      }
      guard case .migrations(let name) = check.id, name != "verify" else {
        let own = try await trials.own()
        var outcome = judged(own.flatMap(\.findings), project, today, check)
        outcome.migrations = own.map(\.effect)
        return outcome
      }
      if let failed = try await trials.own().first(where: { $0.up.failure != nil }) {
        return skipped(check, "`\(failed.migration)` does not run, see migrations/verify")
      }
      let found = try await name == "data" ? trials.dataFindings() : trials.laneFindings()
      return judged(found, project, today, check)
    } catch {
      return Outcome(check: check, result: .broken(spoken(error)))
    }
  }
}

extension MigrationProof {
  /// Holds the schema without and with the change's migrations against the one that is frozen.
  private func schemaOutcome(
    of check: Check, _ trials: inout Trials, _ templates: PrefixTemplates
  ) async throws -> Outcome {
    guard let migrations, let freezes, let (contract, wave) = try freezes.snapshot(of: .schema)
    else {
      return Outcome(check: check, result: .passed)
    }
    if let failed = try await trials.own().first(where: { $0.up.failure != nil }) {
      return skipped(check, "`\(failed.migration)` does not run, see migrations/verify")
    }
    let before =
      freezes.isNew ? contract : Contract(try await templates.schema(after: migrations.before))
    let all = migrations.before + migrations.order.trial.new
    let after = Contract(try await templates.schema(after: all))
    let found = findings(against: contract, wave: wave, before: before, after: after)
    return judged(found, project, today, check)
  }
}

private func skipped(_ check: Check, _ reason: String) -> Outcome {
  Outcome(check: Check(id: check.id, reason: reason, isSkipped: true), result: .skipped)
}
