import Dispatch
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Runs work that waits, from a command that needs no other thread before: starting them costs as
/// much as a small check.
///
/// Ctrl-C, SIGTERM and SIGHUP cancel the work, and it is waited for, so that the commands that it
/// runs end before the process does. A second signal ends the process at once; the supervisors of
/// the commands then end them.
///
/// - Parameter isTaken: whether somebody else has taken a signal, which then does nothing here.
/// - Returns: nil where it was interrupted.
func waiting<Answer: Sendable>(
  unless isTaken: @escaping @Sendable (Int32) -> Bool = { _ in false },
  for work: @escaping @Sendable () async -> Answer
) -> Answer? {
  let done = DispatchSemaphore(value: 0)
  let answer = AnswerBox<Answer>()
  let task = Task {
    answer.put(await work())
    done.signal()
  }
  let sources = [SIGINT, SIGTERM, SIGHUP].map { number in
    // Ignored, so that the process lives on; the source is told all the same.
    signal(number, SIG_IGN)
    let source = DispatchSource.makeSignalSource(signal: number)
    source.setEventHandler {
      if isTaken(number) { return }
      task.cancel()
      signal(number, SIG_DFL)
    }
    source.resume()
    return source
  }
  done.wait()
  for source in sources { source.cancel() }
  return task.isCancelled ? nil : answer.take()
}

private final class AnswerBox<Answer: Sendable>: Sendable {
  private let value = Mutex<Answer?>(nil)

  func put(_ answer: Answer) { value.withLock { $0 = answer } }
  func take() -> Answer? { value.withLock { $0 } }
}
