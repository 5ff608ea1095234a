internal import GateAcceptance
internal import GateMigrations
internal import GateModel
internal import GateSuites
internal import Git
internal import Postgres

/// The criteria of a wave, on the state that is proved.
struct AcceptanceTrial: Sendable {
  private let criteria: [Criterion]
  private let suites: [Outcome]
  private let server: ServerCommand?
  private let migrations: [Migration]
  private let files: HeadFiles
  private let place: WorkbenchPlace

  /// Takes what has to be known of the wave; nothing runs yet.
  ///
  /// - Parameter suites: what was tried on the state already.
  init(of wave: WaveCase, at state: MergedState, suites: [Outcome]) throws {
    criteria = wave.wave.acceptance
    self.suites = suites
    server = wave.project.server
    let repository = try Repository(at: wave.source.commonFolder)
    migrations = try wave.project.migrations(in: state.tree, of: repository)
    let subject = try wave.subject(of: state)
    files = subject.files
    place = try WorkbenchPlace(for: [], on: wave.rules(of: subject))
  }

  /// Tries them in order, each with its evidence; what could not be tried is broken.
  func outcomes(
    on machine: Machine, events: AsyncStream<RunEvent>.Continuation
  ) async -> [Outcome] {
    guard !criteria.isEmpty else { return [] }
    let bench: Workbench
    do {
      bench = try Workbench(place, files: files, machine: machine)
    } catch {
      return criteria.map { broken($0, error) }
    }
    var host: ScratchHost?
    var without: (any Error)?
    if criteria.needPostgres(server: server) {
      do {
        host = try await ScratchHost.start(environment: machine.environment, isComplete: true)
      } catch {
        without = error
      }
    }
    // Those that need no database are tried all the same.
    let tried = criteria.filter { without == nil || ![$0].needPostgres(server: server) }
    for criterion in tried { events.yield(.started(check(criterion))) }
    let judged = await judge(
      tried, in: bench.workspace, server: server, suites: suites, on: host, migrations: migrations)
    for outcome in judged { events.yield(.finished(outcome)) }
    await host?.stop()
    return withExtendedLifetime(bench) {
      criteria.compactMap { criterion in
        let found = judged.first { $0.check.id == .acceptance(criterion.name) }
        return found ?? without.map { broken(criterion, $0) }
      }
    }
  }

  private func check(_ criterion: Criterion) -> Check {
    Check(id: .acceptance(criterion.name), reason: "a criterion of the wave")
  }

  private func broken(_ criterion: Criterion, _ error: any Error) -> Outcome {
    Outcome(check: check(criterion), result: .broken(spoken(error)))
  }
}
