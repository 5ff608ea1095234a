import FoundationEssentials
import GateModel
import GatePipeline
import GateRules
import GateSuites
import Postgres
import Processes

/// Runs the suites and linters of a plan, if there are any, and shows what runs.
func runCommands(
  of plan: Plan, on subject: RuleCase, _ files: HeadFiles, _ environment: [String: String]
) throws -> [Outcome] {
  let jobs = jobs(of: plan, in: subject.project)
  guard !jobs.isEmpty else { return [] }
  let machine = Machine(
    environment: environment, cores: ProcessInfo.processInfo.activeProcessorCount)
  let bench: Workbench
  do {
    Console.say(
      "preparing the files for \(jobs.map(\.check.id.description).joined(separator: ", "))")
    bench = try Workbench(for: jobs, on: subject, files: files, machine: machine)
  } catch {
    let reason = Failure(error).lines.joined(separator: "; ")
    return jobs.map { Outcome(check: $0.check, result: .broken(reason)) }
  }
  let workspace = bench.workspace
  Orphans.adopt()
  let outcomes = waiting {
    let (events, continuation) = AsyncStream.makeStream(of: RunEvent.self)
    async let shown: Void = Progress(machine.environment).show(events)
    let outcomes = await withDatabases(for: jobs, environment) { jobs in
      await run(jobs, cores: machine.cores, in: workspace, events: continuation)
    }
    continuation.finish()
    await shown
    return outcomes
  }
  Orphans.end()
  guard let outcomes else { throw Failure("interrupted: nothing was judged", exit: .unjudged) }
  return withExtendedLifetime(bench) { outcomes }
}

/// Gives each job that wants a database one of its own, all on one server that lives as long as the body
/// runs. Where there is no server, those jobs are broken and the others run.
private func withDatabases(
  for jobs: [Job], _ environment: [String: String], _ body: ([Job]) async -> [Outcome]
) async -> [Outcome] {
  guard jobs.contains(where: \.needsPostgres) else { return await body(jobs) }
  let host: ScratchHost
  do {
    host = try await ScratchHost.start(environment: environment, isComplete: true)
  } catch {
    let reason = Failure(error).lines.joined(separator: "; ")
    let ran = await body(jobs.filter { !$0.needsPostgres })
    let broken = jobs.filter(\.needsPostgres).map {
      Outcome(check: $0.check, result: .broken(reason))
    }
    return ran + broken
  }
  var equipped: [Job] = []
  for var job in jobs {
    // Without one the suite says that it got none.
    if job.needsPostgres { job.database = try? await host.database().settings.environment }
    equipped.append(job)
  }
  let outcomes = await body(equipped)
  await host.stop()
  return outcomes
}
