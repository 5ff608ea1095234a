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

  private nonisolated let executor: BlockingExecutor
  private nonisolated let child: Child
  private let file: Int32
  private var incoming: Incoming?
  private var buffer = [UInt8](repeating: 0, count: 64 << 10)
  private var reader = ControlReader()
  private var output: [UInt8] = []
  private var isResending = false
  private var questions: [Question] = []
  private var lastQuestion = 0
  private var progress = ContinuousClock.now
  private var failure: TmuxError?
  private var hasArrived = false
  private var arrival: CheckedContinuation<TmuxError?, Never>?
  private var isRung = false
  private var sleeper: (number: Int, continuation: CheckedContinuation<Void, Never>)?

  /// Why a wait was over.
  package enum Wake: Sendable, Hashable {
    /// Something changed, or the client has failed.
    case rung
    /// The moment came, or the task was cancelled.
    case passed
  }

  /// Several commands that were sent together.
  private struct Question {
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

extension ControlClient {
  /// Does something on the client's own queue.
  private nonisolated func later(
    after time: Duration = .zero, _ body: @escaping @Sendable (isolated ControlClient) -> Void
  ) {
    let microseconds = max(0, Int(clamping: Int64(time / .microseconds(1))))
    executor.queue.asyncAfter(deadline: .now() + .microseconds(microseconds)) { [weak self] in
      self?.assumeIsolated(body)
    }
  }

  /// Begins to read, and waits until the client sits in its session; nil where it does.
  func arrive() async -> TmuxError? {
    incoming = Incoming(file, executor.queue) { [weak self] in
      self?.assumeIsolated { $0.receive() }
    }
    return await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        arrival = continuation
        later(after: patience) { client in
          if client.arrival != nil { client.fail(.silent) }
        }
      }
    } onCancel: {
      later { $0.fail(.cancelled) }
    }
  }

  private func send() {
    guard failure == nil else { return }
    while !output.isEmpty {
      guard let count = ChannelPair.send(output[...], to: file) else {
        // What it said last may still be there to be read.
        receive()
        return fail(.ended(""))
      }
      guard count > 0 else {
        // The pipe is full; how long that may last is watched with the answer.
        guard !isResending else { return }
        isResending = true
        return later(after: .milliseconds(10)) { client in
          client.isResending = false
          client.send()
        }
      }
      output.removeFirst(count)
    }
  }

  private func receive() {
    // So much at a time, so that a flood does not keep the queue from its other duties.
    for _ in 0..<16 where incoming != nil {
      guard let count = ChannelPair.receive(into: &buffer, from: file) else {
        return fail(.ended(""))
      }
      guard count > 0 else { return }
      for event in reader.feed(buffer[..<count]) where failure == nil { handle(event) }
    }
  }

  private func handle(_ event: ControlReader.Event) {
    switch event {
    case .exit(let reason): fail(.ended(reason))
    case .stray(let text): fail(hasArrived ? .garbled(text) : .refused(text))
    case .reply(let reply): take(reply)
    case .notice("session-changed", let text):
      let isOurs = text.split(separator: " ").last.map { $0 == session.description } ?? false
      guard isOurs else { return fail(.ended("the client was sent to another session")) }
      hasArrived = true
      arrival?.resume(returning: nil)
      arrival = nil
    case .notice(let name, _):
      guard telling.contains(name) else { return }
      isRung = true
      if let sleeper { wake(sleeper.number) }
    }
  }

  private func take(_ reply: ControlReader.Reply) {
    guard reply.isOurs else {
      if !hasArrived, reply.isError {
        fail(.refused(reply.text.split(separator: "\n").first.map(String.init) ?? ""))
      }
      return
    }
    guard !questions.isEmpty else { return fail(.garbled("an answer to nothing")) }
    progress = .now
    questions[0].replies.append(reply)
    questions[0].missing -= 1
    guard questions[0].missing == 0 else { return }
    let question = questions.removeFirst()
    question.asker?.resume(returning: .success(question.replies))
  }

  /// Ends the client where the answer to a question does not get on.
  private func watchTime(of number: Int) {
    later(after: patience) { client in
      guard client.questions.contains(where: { $0.number == number }) else { return }
      if client.progress.duration(to: .now) >= client.patience { return client.fail(.silent) }
      client.watchTime(of: number)
    }
  }

  private func drop(_ number: Int) {
    guard let index = questions.firstIndex(where: { $0.number == number }) else { return }
    questions[index].asker?.resume(returning: .failure(.cancelled))
    questions[index].asker = nil
  }

  private func wake(_ number: Int) {
    guard sleeper?.number == number else { return }
    sleeper?.continuation.resume()
    sleeper = nil
  }

  private func fail(_ error: TmuxError) {
    guard failure == nil else { return }
    failure = error
    incoming = nil
    arrival?.resume(returning: error)
    arrival = nil
    for question in questions { question.asker?.resume(returning: .failure(error)) }
    questions = []
    if let sleeper { wake(sleeper.number) }
  }
}

/// What says that panes may have come or gone, anywhere on the server.
private let telling: Set<String> = [
  "sessions-changed", "session-renamed", "unlinked-window-add", "unlinked-window-close",
]
