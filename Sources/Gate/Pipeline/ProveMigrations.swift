package import GateMigrations
package import GateModel
package import Postgres

extension CheckID {
  fileprivate var isOnDatabase: Bool {
    if case .migrations(let name) = self { databaseCheckNames.contains(name) } else { false }
  }
}

/// The checks that try migrations on a database, in order.
let databaseCheckNames = ["verify"]

/// The checks of a plan that try the migrations of a change on a database.
package struct MigrationProof: Sendable {
  private let checks: [Check]
  private let project: Project
  private let today: Day
  private let migrations: OrderCase?

  /// Takes the checks out of a plan.
  package init(
    _ plan: Plan, of project: Project, on today: Day, _ migrations: OrderCase?
  ) {
    checks = plan.checks.filter { !$0.isSkipped && $0.id.isOnDatabase }
    self.project = project
    self.today = today
    self.migrations = migrations
  }

  /// Whether there is anything to try.
  package var isNeeded: Bool { !checks.isEmpty }

  /// Tries the new migrations on databases of a host: each where those before it have run. What goes
  /// wrong with the server is broken, never a pass.
  package func outcomes(
    on host: ScratchHost, clock: ContinuousClock = ContinuousClock()
  ) async -> [Outcome] {
    guard let migrations else { return outcomes(because: "no migrations were read") }
    let (base, new) = migrations.trial
    let templates = PrefixTemplates(host)
    var outcomes: [Outcome] = []
    for check in checks {
      let start = clock.now
      var outcome: Outcome
      do {
        let trials = try await Verification(templates).trials(of: new, after: base)
        outcome = judged(trials.flatMap(\.findings), project, today, check)
        outcome.migrations = trials.map(\.effect)
      } catch {
        outcome = Outcome(check: check, result: .broken(reason(error)))
      }
      outcome.seconds = (clock.now - start).seconds
      outcomes.append(outcome)
    }
    return outcomes
  }

  /// The same where there is no server: why nothing could be judged.
  package func outcomes(because reason: String) -> [Outcome] {
    checks.map { Outcome(check: $0, result: .broken(reason)) }
  }
}

private func reason(_ error: any Error) -> String {
  switch error {
  case let error as PostgresError:
    "\(error.message)\(error.hint.map { "; \($0)" } ?? "")"
  default: "\(error)"
  }
}
