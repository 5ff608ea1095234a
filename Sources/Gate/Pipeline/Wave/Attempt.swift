internal import GateModel
internal import GateSuites
internal import GateWaves

/// One state that is about to be tried.
struct Attempt: Sendable {
  var wanted: Wanted
  var state: MergedState
  var plan: Plan
  /// What need not run again.
  var known: [Outcome] = []
  var execution: Execution

  /// Runs what there is to run; nil where it was given up, which ends all that it has started.
  func outcomes(
    on machine: Machine, until stop: AsyncStream<Never>,
    events: AsyncStream<WaveEvent>.Continuation?
  ) async -> [Outcome]? {
    guard !execution.isEmpty else { return known }
    let combination = wanted.combination
    return await withTaskGroup(of: [Outcome]?.self) { group in
      group.addTask {
        let (checks, continuation) = AsyncStream.makeStream(of: RunEvent.self)
        async let told: Void = {
          for await event in checks { events?.yield(.check(combination, event)) }
        }()
        let outcomes = await execution.outcomes(on: machine, events: continuation)
        continuation.finish()
        await told
        return outcomes
      }
      group.addTask {
        for await _ in stop {}
        return nil
      }
      let first = await group.next() ?? nil
      group.cancelAll()
      return first.map { known + $0 }
    }
  }
}
