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
      let reason = spoken(error)
      return criteria.map { criterion in
        let check = Check(id: .acceptance(criterion.name), reason: "a criterion of the wave")
        return Outcome(check: check, result: .broken(reason))
      }
    }
    var host: ScratchHost?
    if criteria.needPostgres(server: server) {
      // Without one, what needs it is broken and says so.
      host = try? await ScratchHost.start(environment: machine.environment, isComplete: true)
    }
    for criterion in criteria {
      events.yield(
        .started(Check(id: .acceptance(criterion.name), reason: "a criterion of the wave")))
    }
    let outcomes = await judge(
      criteria, in: bench.workspace, server: server, suites: suites, on: host,
      migrations: migrations)
    for outcome in outcomes { events.yield(.finished(outcome)) }
    await host?.stop()
    return withExtendedLifetime(bench) { outcomes }
  }
}
