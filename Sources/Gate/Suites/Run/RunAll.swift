package import GateModel

/// A check that runs a command.
package struct Job: Sendable {
  /// The check of the plan that it answers.
  package var check: Check
  /// What it runs.
  package var work: Work
  /// The variables of a database of its own, where it needs one.
  package var database: [String: String]?

  /// Makes a job of a check and the entry of gate.yml behind it.
  package init(check: Check, work: Work) {
    self.check = check
    self.work = work
  }

  /// A command with all that gate.yml says of it.
  package enum Work: Sendable {
    case suite(Suite)
    case linter(Linter)
  }

  /// Whether it wants a database.
  package var needsPostgres: Bool {
    if case .suite(let suite) = work { suite.needs.contains(.postgres) } else { false }
  }

  /// How many cores it keeps busy.
  fileprivate var cores: Int {
    switch work {
    case .suite(let suite): max(1, suite.cores)
    case .linter: 1
    }
  }

  fileprivate func outcome(in workspace: Workspace) async -> Outcome {
    if check.isSkipped { return Outcome(check: check, result: .skipped) }
    switch work {
    case .suite(let suite):
      return await run(suite, as: check, in: workspace, database: database)
    case .linter(let linter): return await run(linter, as: check, in: workspace)
    }
  }
}

/// What a progress display shows, as it happens.
package enum RunEvent: Sendable, Hashable {
  /// The files are written that these want.
  case preparing([Check])
  case started(Check)
  case finished(Outcome)
}

/// Runs jobs, several at a time as long as their cores fit; one that wants more than there are runs
/// alone. They start in their order, except that a smaller one fills what a larger one leaves free.
///
/// - Parameter events: gets an event for each start and each end. It is not finished.
/// - Returns: the outcomes in the order of the jobs, whatever order they ended in.
package func run(
  _ jobs: [Job], cores: Int, in workspace: Workspace,
  events: AsyncStream<RunEvent>.Continuation? = nil
) async -> [Outcome] {
  let cores = max(1, cores)
  var free = cores
  var waiting = Array(jobs.indices)
  var outcomes: [Int: Outcome] = [:]
  await withTaskGroup(of: (Int, Outcome).self) { group in
    while outcomes.count < jobs.count {
      while let next = waiting.firstIndex(where: { min(jobs[$0].cores, cores) <= free }) {
        let index = waiting.remove(at: next)
        let job = jobs[index]
        free -= min(job.cores, cores)
        events?.yield(.started(job.check))
        group.addTask { (index, await job.outcome(in: workspace)) }
      }
      guard let (index, outcome) = await group.next() else { return }
      free += min(jobs[index].cores, cores)
      outcomes[index] = outcome
      events?.yield(.finished(outcome))
    }
  }
  return jobs.indices.compactMap { outcomes[$0] }
}
