internal import CLibPQ
internal import Dispatch
internal import Processes

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// What `NOTIFY` sent.
package struct PostgresNotification: Sendable, Hashable {
  /// The channel it came on.
  package let channel: String
  /// What the sender said; may be empty.
  package let payload: String
  /// The server's process that sent it.
  package let sender: Int
}

extension Connection {
  /// Listens on a channel until the task that reads the stream ends. The stream throws where the
  /// connection is lost: whoever listens has to connect again and look at what it missed.
  ///
  /// One reader at a time; a second call ends the first one's stream.
  package func listen(
    on channel: String
  ) async throws(PostgresError) -> AsyncThrowingStream<PostgresNotification, any Error> {
    try await query("listen \(identifier: channel)")
    let (stream, continuation) = AsyncThrowingStream.makeStream(
      of: PostgresNotification.self, bufferingPolicy: .bufferingNewest(10_000))
    if listening == nil {
      let socket = try withSession { session throws(PostgresError) in session.socket }
      listening = Listening(socket, executor.queue) { [weak self] in
        // The source's events are handled on the connection's own queue.
        self?.assumeIsolated { $0.takeNotifications() }
      }
    }
    listening?.reader?.finish()
    listening?.reader = continuation
    takeNotifications()
    return stream
  }

  private func takeNotifications() {
    do throws(PostgresError) {
      let all = try withSession { session throws(PostgresError) in try session.notifications() }
      for notification in all { listening?.reader?.yield(notification) }
      endListeningIfLost()
    } catch {
      endListening(error)
    }
  }

  /// libpq closes the socket of a lost connection, also in the midst of a statement: nothing would come
  /// from it any more, not even its end.
  func endListeningIfLost() {
    if listening != nil, !isUsable { endListening(lastError) }
  }

  private func endListening(_ error: PostgresError) {
    listening?.reader?.finish(throwing: error)
    listening = nil
  }
}

/// Watches a connection's socket from the first time that somebody listens until the connection ends.
final class Listening {
  var reader: AsyncThrowingStream<PostgresNotification, any Error>.Continuation?
  private let source: any DispatchSourceRead

  init(_ socket: Int32, _ queue: DispatchQueue, _ handle: @escaping @Sendable () -> Void) {
    source = DispatchSource.makeReadSource(fileDescriptor: socket, queue: queue)
    source.setEventHandler(handler: handle)
    source.resume()
  }

  deinit {
    source.cancel()
    reader?.finish()
  }
}

extension Session {
  /// What has come, without waiting.
  fileprivate func notifications() throws(PostgresError) -> [PostgresNotification] {
    // To the end: where a last message and the end of the connection come together, Dispatch tells once.
    repeat {
      guard unsafe pq.pointee.PQconsumeInput(pointer) == 1 else { throw lastError }
    } while isReadable
    var all: [PostgresNotification] = []
    while let notice = unsafe pq.pointee.PQnotifies(pointer) {
      defer { unsafe pq.pointee.PQfreemem(notice) }
      unsafe all.append(
        PostgresNotification(
          channel: notice.pointee.relname.map { unsafe String(cString: $0) } ?? "",
          payload: notice.pointee.extra.map { unsafe String(cString: $0) } ?? "",
          sender: Int(notice.pointee.be_pid)))
    }
    return all
  }

  private var isReadable: Bool {
    var file = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
    return unsafe socket >= 0 && poll(&file, 1, 0) > 0
  }
}
