package import Dispatch

/// Runs the jobs of one actor on a thread that may block.
///
/// Swift's own pool has as many threads as the machine has cores: two connections that wait for a
/// server would stop every other task of the program.
package final class BlockingExecutor: SerialExecutor {
  /// Where events of the actor's socket are handled too, in turn with its jobs.
  package let queue: DispatchQueue

  /// Makes one with a queue of its own; the label is for debuggers.
  package init(label: String) {
    queue = DispatchQueue(label: label)
  }

  /// Runs a job in its turn.
  package func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    let executor = unsafe asUnownedSerialExecutor()
    queue.async { unsafe job.runSynchronously(on: executor) }
  }

  /// The queue's own check, for code that the queue runs and no job does.
  package func checkIsolated() {
    dispatchPrecondition(condition: .onQueue(queue))
  }
}
