internal import NIOCore

/// A connection to iTerm2. It ends when iTerm2 ends it, when it is closed, or when nobody has it any more.
package final class ITerm2Connection: Sendable {
  /// What iTerm2 tells by itself, in its order; ends with the connection. One reader. A reader that is
  /// slower than iTerm2 loses the oldest: each only says that something has to be looked at.
  package let notifications: AsyncStream<ITerm2Notification>
  /// `1.13`; nil where iTerm2 does not say.
  package let protocolVersion: String?
  private let channel: any Channel
  private let timeout: Duration

  init(
    _ channel: any Channel, _ notifications: AsyncStream<ITerm2Notification>,
    protocolVersion: String?, timeout: Duration
  ) {
    (self.channel, self.notifications) = (channel, notifications)
    (self.protocolVersion, self.timeout) = (protocolVersion, timeout)
  }

  deinit { channel.close(promise: nil) }

  /// All sessions, in the order of windows, tabs and panes.
  package func sessions() async throws(ITerm2Error) -> [ITerm2Session] {
    guard case .sessions(let sessions) = try await answer(to: .listSessions) else {
      throw .closed("it answered another question")
    }
    return sessions
  }

  /// The lines that a session shows, from top to bottom.
  package func screen(of session: String) async throws(ITerm2Error) -> [String] {
    guard case .screen(let status, let lines) = try await answer(to: .screen(session: session))
    else { throw .closed("it answered another question") }
    guard status == 0 else { throw status == 1 ? .noSession : .refused("status \(status)") }
    return lines
  }

  /// The values of a session's variables in their order, in JSON: `null` for one that has none.
  package func variables(
    _ names: [String], of session: String
  ) async throws(ITerm2Error) -> [String] {
    let call = ITerm2Call.variables(session: session, names: names)
    guard case .variables(let status, let values) = try await answer(to: call) else {
      throw .closed("it answered another question")
    }
    guard status == 0 else { throw status == 1 ? .noSession : .refused("status \(status)") }
    guard values.count == names.count else { throw .refused("it left out values") }
    return values
  }

  /// Asks for notifications, once for each kind and session.
  package func subscribe(to subscription: ITerm2Subscription) async throws(ITerm2Error) {
    guard case .subscribed(let status) = try await answer(to: .subscribe(subscription)) else {
      throw .closed("it answered another question")
    }
    switch status {
    case 0: return
    case 1: throw .noSession
    case 4: throw .alreadySubscribed
    default: throw .refused("status \(status)")
    }
  }

  /// Ends the connection and waits until it is gone.
  package func close() async {
    // It may be closed already, and a second time changes nothing.
    try? await channel.close().get()
  }

  private func answer(to call: ITerm2Call) async throws(ITerm2Error) -> ITerm2Message.Body {
    let promise = channel.eventLoop.makePromise(of: ITerm2Message.Body.self)
    let timeout = TimeAmount.nanoseconds(Int64(timeout / .nanoseconds(1)))
    let outgoing = OutgoingCall(call: call, timeout: timeout, promise: promise)
    let channel = channel
    channel.writeAndFlush(outgoing).whenFailure { promise.fail(ITerm2Connection.problem($0)) }
    let body: ITerm2Message.Body
    do {
      body = try await withTaskCancellationHandler {
        try await promise.futureResult.get()
      } onCancel: {
        promise.fail(ITerm2Error.cancelled)
      }
    } catch {
      throw ITerm2Connection.problem(error)
    }
    if case .error(let words) = body { throw .refused(words) }
    return body
  }

  /// What went wrong below, in the words of this module.
  static func problem(_ error: any Error) -> ITerm2Error {
    switch error {
    case let error as ITerm2Error: error
    case is CancellationError: .cancelled
    case ChannelError.ioOnClosedChannel, ChannelError.alreadyClosed, ChannelError.eof:
      .closed("iTerm2 ended it")
    default: .closed("\(error)")
    }
  }
}
