internal import Dispatch
internal import Processes

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// One control client of a server of tmux, in a hidden session of its own. It never starts a server.
///
/// Nothing of it waits on a thread: what comes is handled as it comes, on the client's own queue. After any
/// error it is of no more use; close it and open another.
package actor ControlClient {
  /// Where it sits; not to be taken for anybody's.
  package nonisolated let session: HiddenSession
  /// How long a command may take.
  let patience: Duration

  nonisolated let executor: BlockingExecutor
  nonisolated let child: Child
  let file: Int32
  var incoming: Incoming?
  var buffer = [UInt8](repeating: 0, count: 64 << 10)
  var reader = ControlReader()
  var output: [UInt8] = []
  var isResending = false
  var questions: [Question] = []
  var lastQuestion = 0
  var progress = ContinuousClock.now
  var failure: TmuxError?
  var hasArrived = false
  var arrival: CheckedContinuation<TmuxError?, Never>?
  var isRung = false
  var sleeper: (number: Int, continuation: CheckedContinuation<Void, Never>)?

  /// Why a wait was over.
  package enum Wake: Sendable, Hashable {
    /// Something changed, or the client has failed.
    case rung
    /// The moment came, or the task was cancelled.
    case passed
  }

  /// Several commands that were sent together.
  struct Question {
    var number: Int
    var missing: Int
    var replies: [ControlReader.Reply] = []
    /// Nil where nobody waits any more.
    var asker: CheckedContinuation<Result<[ControlReader.Reply], TmuxError>, Never>?
  }

  /// Its own queue.
  package nonisolated var unownedExecutor: UnownedSerialExecutor {
    unsafe executor.asUnownedSerialExecutor()
  }

  init(_ session: HiddenSession, _ child: Child, _ file: Int32, _ patience: Duration) {
    (self.session, self.child, self.file, self.patience) = (session, child, file, patience)
    executor = BlockingExecutor(label: "tmux")
  }

  deinit {
    child.send(SIGKILL)
  }

  /// Asks in one write, and returns the answers in the order asked. A command that tmux could not do is an
  /// answer like others.
  package func run(
    _ commands: [TmuxCommand]
  ) async throws(TmuxError) -> [ControlReader.Reply] {
    if let failure { throw failure }
    guard !commands.isEmpty else { return [] }
    lastQuestion += 1
    let number = lastQuestion
    let result = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        questions.append(
          Question(number: number, missing: commands.count, asker: continuation))
        if questions.count == 1 { progress = .now }
        output += commands.flatMap { Array($0.line.utf8) + [0x0A] }
        send()
        watchTime(of: number)
      }
    } onCancel: {
      later { $0.drop(number) }
    }
    return try result.get()
  }

  /// Waits until the panes of the server may have changed, or the client has failed, or the moment has come.
  package func wait(until moment: ContinuousClock.Instant) async -> Wake {
    defer { isRung = false }
    guard !isRung, failure == nil else { return .rung }
    lastQuestion += 1
    let number = lastQuestion
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        sleeper = (number, continuation)
        later(after: ContinuousClock.now.duration(to: moment)) { $0.wake(number) }
      }
    } onCancel: {
      later { $0.wake(number) }
    }
    return isRung || failure != nil ? .rung : .passed
  }

  /// Goes away, and its hidden session with it; returns when nothing of it runs any more.
  package func close() async {
    guard failure == nil else {
      // One that gets no answer cannot take its leave either.
      child.send(SIGKILL)
      _ = await child.ending()
      return
    }
    output += Array(TmuxCommand.remove(session).line.utf8) + [0x0A]
    send()
    // Until the client has ended, what was sent has to stay readable.
    let open = incoming
    fail(.ended("the client was closed"))
    // It stays where somebody has a window in that session. `detach-client` could hit another one.
    executor.queue.asyncAfter(deadline: .now() + .milliseconds(500)) { [child] in
      child.send(SIGKILL)
    }
    _ = await child.ending()
    withExtendedLifetime(open) {}
  }
}
