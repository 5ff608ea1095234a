package import GateModel
package import GateRules
package import GateSuites
internal import Git
internal import Postgres
internal import Processes

/// What a plan cannot judge from the change alone: frozen interfaces, migrations on scratch databases,
/// suites, linters.
package struct Execution: Sendable {
  private let jobs: [Job]
  private let proof: MigrationProof
  private let frozen: FreezeProof
  private let files: HeadFiles
  private let place: WorkbenchPlace

  /// Takes what has to run out of a plan; nothing runs yet.
  package init(
    _ plan: Plan, on rules: RuleCase, in subject: Subject
  ) throws {
    jobs = GatePipeline.jobs(of: plan, in: rules.project)
    proof = MigrationProof(plan, of: rules, subject.migrations, freezes: subject.freezes)
    frozen = FreezeProof(plan, of: rules, subject.freezes)
    files = subject.files
    place = try WorkbenchPlace(for: jobs, on: rules)
  }

  /// Whether there is nothing to run.
  package var isEmpty: Bool { jobs.isEmpty && !proof.isNeeded && !frozen.isNeeded }

  /// Runs it all; what could not run is broken.
  ///
  /// - Parameter events: is told what happens, as it happens. It is not finished.
  package func outcomes(
    on machine: Machine, events: AsyncStream<RunEvent>.Continuation? = nil
  ) async -> [Outcome] {
    let held = await frozen.outcomes(environment: machine.environment)
    guard !jobs.isEmpty else { return held + (await withHost([], machine) { _ in [] }) }
    let bench: Workbench
    do {
      events?.yield(.preparing(jobs.map(\.check)))
      bench = try Workbench(place, files: files, machine: machine)
    } catch {
      let reason = spoken(error)
      return held + (await withHost([], machine) { _ in [] })
        + jobs.map { Outcome(check: $0.check, result: .broken(reason)) }
    }
    let workspace = bench.workspace
    let outcomes = await withHost(jobs, machine) { jobs in
      await run(jobs, cores: machine.cores, in: workspace, events: events)
    }
    return withExtendedLifetime(bench) { held + outcomes }
  }

  /// Starts one server for everything that wants a database: first the migrations are tried, then each
  /// job that wants one gets a database of its own. It ends with the body. Where there is no server, what
  /// wants one is broken, and the other jobs run.
  private func withHost(
    _ jobs: [Job], _ machine: Machine, _ body: ([Job]) async -> [Outcome]
  ) async -> [Outcome] {
    guard proof.isNeeded || jobs.contains(where: \.needsPostgres) else {
      return await body(jobs)
    }
    let host: ScratchHost
    do {
      host = try await ScratchHost.start(
        environment: machine.environment, isComplete: jobs.contains(where: \.needsPostgres),
        preparation: proof.preparation)
    } catch {
      let reason = spoken(error)
      let broken = jobs.filter(\.needsPostgres).map {
        Outcome(check: $0.check, result: .broken(reason))
      }
      return proof.outcomes(because: reason)
        + (await body(jobs.filter { !$0.needsPostgres })) + broken
    }
    // Made while the migrations are tried.
    await host.keepReady(min(4, jobs.count(where: \.needsPostgres)))
    let proved = await proof.outcomes(on: host)
    var equipped: [Job] = []
    for var job in jobs {
      // Without one the suite says that it got none.
      if job.needsPostgres {
        job.database = try? await host.database().settings.completed(by: machine.environment)
          .environment
      }
      equipped.append(job)
    }
    let outcomes = await body(equipped)
    await host.stop()
    return proved + outcomes
  }
}
