import FoundationEssentials
import GateModel
import GatePipeline
import GateRules
import GateSuites
import Postgres
import Processes

/// Runs what a plan cannot judge from the change alone, if there is anything: migrations on scratch
/// databases, and the suites and linters; and shows what runs.
func runCommands(
  of plan: Plan, on rules: RuleCase, _ subject: Subject, _ environment: [String: String]
) throws -> [Outcome] {
  let jobs = jobs(of: plan, in: rules.project)
  let proof = MigrationProof(
    plan, of: rules, subject.migrations, freezes: subject.freezes)
  guard !jobs.isEmpty || proof.isNeeded else { return [] }
  guard !jobs.isEmpty else {
    return try finished { await withHost(proof, [], environment) { _ in [] } }
  }
  let machine = Machine(
    environment: environment, cores: ProcessInfo.processInfo.activeProcessorCount)
  let bench: Workbench
  do {
    Console.say(
      "preparing the files for \(jobs.map(\.check.id.description).joined(separator: ", "))")
    bench = try Workbench(for: jobs, on: rules, files: subject.files, machine: machine)
  } catch {
    let reason = Failure(error).reason
    let proved = try finished { await withHost(proof, [], environment) { _ in [] } }
    return proved + jobs.map { Outcome(check: $0.check, result: .broken(reason)) }
  }
  let workspace = bench.workspace
  Orphans.adopt()
  defer { Orphans.end() }
  let outcomes = try finished {
    let (events, continuation) = AsyncStream.makeStream(of: RunEvent.self)
    async let shown: Void = Progress(machine.environment).show(events)
    let outcomes = await withHost(proof, jobs, environment) { jobs in
      await run(jobs, cores: machine.cores, in: workspace, events: continuation)
    }
    continuation.finish()
    await shown
    return outcomes
  }
  return withExtendedLifetime(bench) { outcomes }
}

/// Holds an API and signatures against what is frozen, where the plan has such a check.
func judgeFreezes(
  _ plan: Plan, _ rules: RuleCase, _ freezes: FreezeCase?, _ environment: [String: String]
) throws -> [Outcome] {
  let proof = FreezeProof(plan, of: rules, freezes)
  guard proof.isNeeded else { return [] }
  return try finished { await proof.outcomes(environment: environment) }
}

private func finished(_ work: @escaping @Sendable () async -> [Outcome]) throws -> [Outcome] {
  guard let outcomes = waiting(for: work) else {
    throw Failure("interrupted: nothing was judged", exit: .unjudged)
  }
  return outcomes
}

/// Starts one server for everything that wants a database: first the migrations are tried, then each job
/// that wants one gets a database of its own. It ends with the body. Where there is no server, what
/// wants one is broken, and the other jobs run.
private func withHost(
  _ proof: MigrationProof, _ jobs: [Job], _ environment: [String: String],
  _ body: ([Job]) async -> [Outcome]
) async -> [Outcome] {
  guard proof.isNeeded || jobs.contains(where: \.needsPostgres) else {
    return await body(jobs)
  }
  let host: ScratchHost
  do {
    host = try await ScratchHost.start(
      environment: environment, isComplete: jobs.contains(where: \.needsPostgres),
      preparation: proof.preparation)
  } catch {
    let reason = Failure(error).reason
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
      job.database = try? await host.database().settings.completed(by: environment).environment
    }
    equipped.append(job)
  }
  let outcomes = await body(equipped)
  await host.stop()
  return proved + outcomes
}
