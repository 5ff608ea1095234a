internal import Dispatch
internal import Processes

extension ControlClient {
  /// Does something on the client's own queue.
  nonisolated func later(
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

  func send() {
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

  func receive() {
    // So much at a time, so that a flood does not keep the queue from its other duties.
    for _ in 0..<16 where incoming != nil {
      guard let count = ChannelPair.receive(into: &buffer, from: file) else {
        return fail(.ended(""))
      }
      guard count > 0 else { return }
      for event in reader.feed(buffer[..<count]) where failure == nil { handle(event) }
    }
  }

  func handle(_ event: ControlReader.Event) {
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

  func take(_ reply: ControlReader.Reply) {
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
  func watchTime(of number: Int) {
    later(after: patience) { client in
      guard client.questions.contains(where: { $0.number == number }) else { return }
      if client.progress.duration(to: .now) >= client.patience { return client.fail(.silent) }
      client.watchTime(of: number)
    }
  }

  func drop(_ number: Int) {
    guard let index = questions.firstIndex(where: { $0.number == number }) else { return }
    questions[index].asker?.resume(returning: .failure(.cancelled))
    questions[index].asker = nil
  }

  func wake(_ number: Int) {
    guard sleeper?.number == number else { return }
    sleeper?.continuation.resume()
    sleeper = nil
  }

  func fail(_ error: TmuxError) {
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
