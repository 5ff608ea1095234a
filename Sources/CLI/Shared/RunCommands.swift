import FoundationEssentials
import GateModel
import GatePipeline
import GateRules
import GateSuites
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
    let outcomes = await run(jobs, cores: machine.cores, in: workspace, events: continuation)
    continuation.finish()
    await shown
    return outcomes
  }
  Orphans.end()
  guard let outcomes else { throw Failure("interrupted: nothing was judged", exit: .unjudged) }
  return withExtendedLifetime(bench) { outcomes }
}
