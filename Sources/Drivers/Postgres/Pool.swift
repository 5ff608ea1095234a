internal import Synchronization

/// Connections to one database, made when needed and used again; each is one task's at a time.
package final class Pool: Sendable {
  private let settings: ConnectionSettings
  private let state: Mutex<State>

  private struct State {
    var idle: [Connection] = []
    /// How many more may be opened.
    var free: Int
    var waiting: [Waiter] = []
    var nextNumber = 0
  }

  private struct Waiter {
    var number: Int
    /// Resumed with a connection that came back, or with nil where a new one may be opened.
    var continuation: CheckedContinuation<Connection?, any Error>
  }

  /// - Parameter maximum: how many connections there are at most; at least one.
  package init(_ settings: ConnectionSettings, maximum: Int) {
    self.settings = settings
    state = Mutex(State(free: max(1, maximum)))
  }

  /// Runs a body with a connection of its own, in turn where all are in use. What it leaves behind, a
  /// transaction, settings, locks, is undone before the next one gets the connection.
  @discardableResult
  package func withConnection<Answer: Sendable>(
    _ body: (Connection) async throws -> Answer
  ) async throws -> Answer {
    let connection = try await take()
    do {
      let answer = try await body(connection)
      hand(on: await connection.makeClean() ? connection : nil)
      return answer
    } catch {
      hand(on: await connection.makeClean() ? connection : nil)
      throw error
    }
  }

  /// The same for a body that only reads: again, once, where its connection was lost. One that was idle does not know
  /// that its server has gone.
  package func withReader<Answer: Sendable>(
    _ body: (Connection) async throws -> Answer
  ) async throws -> Answer {
    do {
      return try await withConnection(body)
    } catch let error as PostgresError where error.isConnectionLost {
      // The others were connected to the same server.
      close()
      return try await withConnection(body)
    }
  }

  /// Ends the idle connections; the pool goes on.
  package func close() {
    state.withLock { state in
      state.free += state.idle.count
      state.idle = []
    }
  }

  private func take() async throws -> Connection {
    let number = state.withLock { state in
      state.nextNumber += 1
      return state.nextNumber
    }
    let ready = try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        wait(number, continuation)
      }
    } onCancel: {
      giveUp(number)
    }
    if let ready { return ready }
    do {
      return try await Connection.open(settings)
    } catch {
      hand(on: nil)
      throw error
    }
  }

  private func wait(_ number: Int, _ continuation: CheckedContinuation<Connection?, any Error>) {
    // Asked under the lock: whoever gives up later finds the waiter in the list.
    let answer = state.withLock { state -> Result<Connection?, any Error>? in
      if Task.isCancelled { return .failure(CancellationError()) }
      if let connection = state.idle.popLast() { return .success(connection) }
      if state.free > 0 {
        state.free -= 1
        return .success(nil)
      }
      state.waiting.append(Waiter(number: number, continuation: continuation))
      return nil
    }
    if let answer { continuation.resume(with: answer) }
  }

  private func giveUp(_ number: Int) {
    let waiter = state.withLock { state in
      state.waiting.firstIndex { $0.number == number }.map { state.waiting.remove(at: $0) }
    }
    waiter?.continuation.resume(throwing: CancellationError())
  }

  /// Gives a connection, or with nil the right to open one, to who has waited longest.
  private func hand(on connection: Connection?) {
    let waiter = state.withLock { state -> Waiter? in
      if !state.waiting.isEmpty { return state.waiting.removeFirst() }
      if let connection { state.idle.append(connection) } else { state.free += 1 }
      return nil
    }
    waiter?.continuation.resume(returning: connection)
  }
}

extension Connection {
  /// Makes the session as it was when it began; false where it is of no more use.
  fileprivate func makeClean() -> Bool {
    rollBack()
    do throws(PostgresError) {
      _ = try withSession { session throws(PostgresError) in
        try session.run(script: "discard all")
      }
      return isUsable
    } catch {
      return false
    }
  }
}
