import FoundationEssentials
import GateModel
import GatePipeline
import GateSuites
import Processes

/// Runs what a plan cannot judge from the change alone, if there is anything, and shows what runs.
func runCommands(
  _ execution: Execution, _ environment: [String: String], _ news: RunNews?
) throws -> [Outcome] {
  guard !execution.isEmpty else { return [] }
  Orphans.adopt()
  defer { Orphans.end() }
  let machine = Machine.own(environment)
  return try finished {
    let (events, continuation) = AsyncStream.makeStream(of: RunEvent.self)
    async let shown: Void = Progress(environment, news).show(events)
    let outcomes = await execution.outcomes(on: machine, events: continuation)
    continuation.finish()
    await shown
    return outcomes
  }
}

extension Machine {
  /// The one that this runs on.
  static func own(_ environment: [String: String]) -> Machine {
    Machine(environment: environment, cores: ProcessInfo.processInfo.activeProcessorCount)
  }
}

/// Waits for work that judges; where it is interrupted, nothing was judged.
func finished<Answer: Sendable>(
  _ work: @escaping @Sendable () async -> Answer
) throws -> Answer {
  guard let answer = waiting(for: work) else {
    var failure = Failure("interrupted: nothing was judged", exit: .unjudged)
    failure.isInterruption = true
    throw failure
  }
  return answer
}
