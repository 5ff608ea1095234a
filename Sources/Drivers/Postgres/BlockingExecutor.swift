internal import Dispatch

/// Runs the jobs of one actor on a thread that may block.
///
/// Swift's own pool has as many threads as the machine has cores: two connections that wait for a
/// server would stop every other task of the program.
final class BlockingExecutor: SerialExecutor {
  /// Where events of the connection's socket are handled too, in turn with the actor's jobs.
  let queue: DispatchQueue

  init(label: String) {
    queue = DispatchQueue(label: label)
  }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    let executor = unsafe asUnownedSerialExecutor()
    queue.async { unsafe job.runSynchronously(on: executor) }
  }

  /// The queue's own check, for code that the queue runs and no job does.
  func checkIsolated() {
    dispatchPrecondition(condition: .onQueue(queue))
  }
}
