internal import GateModel
internal import Postgres
internal import Synchronization

/// Writes down what the patrol finds, in order and each once, whatever becomes of the database meanwhile.
final class Journal: Sendable {
  /// Something to be written.
  enum Entry: Sendable {
    case agent(SightedAgent, Instant)
    case change(StatusChange)
    case flags(AgentFlags, AgentID, LaneID?, Instant)
    /// What is older than this is taken out.
    case prune(Instant)
  }

  private let state = Mutex(State())
  private let (work, workAdded) = AsyncStream.makeStream(
    of: Void.self, bufferingPolicy: .bufferingNewest(1))

  private struct State {
    var pending: [Entry] = []
    /// How many entries there were, and how many of them are written.
    var (added, written) = (0, 0)
    var failure: (any Error)?
    /// What was set aside lately, for whoever asks late.
    var refused: [(ticket: Int, reason: any Error)] = []
    var waiting: [Waiter] = []
  }

  private struct Waiter {
    var ticket: Int
    var continuation: CheckedContinuation<Void, any Error>
  }

  /// More means that the database has been away for long: what comes then is not kept.
  private static let limit = 10_000

  /// Puts an entry at the end: without waiting, so that the order is the caller's.
  ///
  /// - Returns: what `wait` takes.
  func add(_ entry: Entry) throws -> Int {
    let ticket = try state.withLock { state in
      if let failure = state.failure { throw failure }
      guard state.pending.count < Journal.limit else {
        // Numbers were given out: nothing may follow with one of them left out.
        state.failure = MonitorError.behind
        throw MonitorError.behind
      }
      state.pending.append(entry)
      state.added += 1
      return state.added
    }
    workAdded.yield()
    return ticket
  }

  /// Waits until an entry is in the database.
  func wait(for ticket: Int) async throws {
    try await withCheckedThrowingContinuation { continuation in
      let answer = state.withLock { state -> Result<Void, any Error>? in
        if let refusal = state.refused.first(where: { $0.ticket == ticket }) {
          return .failure(refusal.reason)
        }
        if ticket <= state.written { return .success(()) }
        if let failure = state.failure { return .failure(failure) }
        state.waiting.append(Waiter(ticket: ticket, continuation: continuation))
        return nil
      }
      if let answer { continuation.resume(with: answer) }
    }
  }

  /// Writes until its task is cancelled.
  ///
  /// An entry that the database refuses for what is in it is set aside, and whoever waits for it is told: the others
  /// are not to suffer.
  ///
  /// - Parameters:
  ///   - claim: connects again and takes the lock, also from that former session; nil where another monitor has it.
  ///   - log: takes a sentence.
  /// - Throws: where nothing more can be written; whoever waits is told.
  func write(
    into first: StatusStore, _ claim: @Sendable (_ former: Int) async throws -> StatusStore?,
    log: @Sendable (String) -> Void
  ) async throws {
    do {
      try await writeAll(into: first, claim, log)
    } catch {
      let waiting = state.withLock { state in
        state.failure = error
        defer { state.waiting = [] }
        return state.waiting
      }
      for waiter in waiting { waiter.continuation.resume(throwing: error) }
      throw error
    }
  }

  private func writeAll(
    into first: StatusStore, _ claim: @Sendable (_ former: Int) async throws -> StatusStore?,
    _ log: @Sendable (String) -> Void
  ) async throws {
    var store = first
    var delay = Duration.milliseconds(50)
    try await withThrowingTaskGroup { group in
      // A session that is lost without a word is noticed also where nothing happens.
      group.addTask { [workAdded] in
        while true {
          try await Task.sleep(for: .seconds(5))
          workAdded.yield()
        }
      }
      defer { group.cancelAll() }
      for await _ in work {
        while true {
          do {
            guard let entry = try next() else {
              try await store.ping()
              break
            }
            try await store.write(entry)
            advance()
            delay = .milliseconds(50)
          } catch  where isAboutContent(error) {
            log("a change is set aside, the database refuses it: \(words(error))")
            advance(error)
          } catch {
            guard await !store.isUsable || isPassing(error) else { throw error }
            try await Task.sleep(for: delay)
            delay = min(delay * 2, .seconds(5))
            if await !store.isUsable {
              let former = await store.session
              store = try await reclaimed { try await claim(former) } ?? store
            }
          }
        }
      }
    }
    try Task.checkCancellation()
  }

  private func next() throws -> Entry? {
    try state.withLock { state in
      if let failure = state.failure { throw failure }
      return state.pending.first
    }
  }

  /// Nil where the database does not answer yet.
  private func reclaimed(
    _ claim: @Sendable () async throws -> StatusStore?
  ) async throws -> StatusStore? {
    let claimed: StatusStore?
    do {
      claimed = try await claim()
    } catch {
      return nil
    }
    guard let claimed else { throw MonitorError.takenOver }
    return claimed
  }

  private func advance(_ failure: (any Error)? = nil) {
    let done = state.withLock { state in
      state.pending.removeFirst()
      state.written += 1
      let written = state.written
      if let failure { state.refused = state.refused.suffix(99) + [(written, failure)] }
      defer { state.waiting.removeAll { $0.ticket <= written } }
      return state.waiting.filter { $0.ticket <= written }
    }
    for waiter in done {
      if let failure {
        waiter.continuation.resume(throwing: failure)
      } else {
        waiter.continuation.resume()
      }
    }
  }
}

/// Whether it is what is written that the database refuses. Source: PostgreSQL, Appendix A.
private func isAboutContent(_ error: any Error) -> Bool {
  guard let category = (error as? PostgresError)?.sqlState?.category else { return false }
  return category == "22" || category == "23"
}

/// Whether another try may succeed: no connection, no room, ended by an administrator, a lock.
/// Source: PostgreSQL, Appendix A.
private func isPassing(_ error: any Error) -> Bool {
  guard let category = (error as? PostgresError)?.sqlState?.category else { return false }
  return ["08", "40", "53", "55", "57", "58"].contains(category)
}
