internal import Postgres
internal import ServiceLifecycle
internal import Synchronization

/// All events of the instance in the order of their ids, for any number of readers; of whichever server wrote them.
///
/// Nobody has a queue of their own: each reader has a place in the order and asks for what comes after it. Who is slow
/// is behind, and reads from the database what is no longer in memory; nobody else notices.
final class EventFeed: Service {
  private let settings: ConnectionSettings
  private let pool: Pool
  private let state = Mutex(State())

  private struct State {
    /// The newest, without a gap: all after `start`.
    var recent: [FeedEvent] = []
    /// Until it has looked, nothing is in memory.
    var start = Int.max
    var readers: [Int: AsyncStream<Void>.Continuation] = [:]
    var nextReader = 0
  }

  /// So many are in memory.
  private static let remembered = 1024

  init(_ settings: ConnectionSettings, _ pool: Pool) {
    self.settings = settings
    self.pool = pool
  }

  /// What a reader gets.
  enum Page: Sendable {
    case events([FeedEvent])
    /// What came after its place is no longer there, or its place is of another database: it has to read everything
    /// anew, and go on after this id.
    case reset(to: Int)
  }

  /// The last event that is known here; the largest number before it has looked.
  private var last: Int { state.withLock { $0.recent.last?.id ?? $0.start } }

  /// The place of a reader that wants what is yet to come.
  func end() async throws -> Int {
    let known = last
    return try await known == .max ? pool.withReader { try await EventFeed.end($0) } : known
  }

  private static func end(_ connection: Connection) async throws -> Int {
    let last = try await connection.query("select coalesce(max(id), 0) from event").scalar
    return last.flatMap { Int($0) } ?? 0
  }

  /// What comes after an id; no events where there are none yet.
  func page(after id: Int, limit: Int = 256) async throws -> Page {
    let inMemory = state.withLock { state -> [FeedEvent]? in
      guard id >= state.start else { return nil }
      let first = state.recent.partitioningIndex { $0.id > id }
      return Array(state.recent[first...].prefix(limit))
    }
    if let inMemory, id <= last { return .events(inMemory) }
    return try await pool.withReader { connection in
      let bounds = try await connection.query(
        "select coalesce(min(id), 0) as first, coalesce(max(id), 0) as last from event")
      let (first, last) = (bounds[0].int("first") ?? 0, bounds[0].int("last") ?? 0)
      // Ids have gaps where a transaction failed; one before the first tells a gap from what was taken out.
      guard id <= last, id >= first - 1 || id == 0 else { return .reset(to: last) }
      return .events(try await FeedEvent.read(after: id, limit: limit, from: connection))
    }
  }

  /// A sign whenever there may be something new; whoever holds the other end may give more of them, or end it.
  func signs() -> (stream: AsyncStream<Void>, end: AsyncStream<Void>.Continuation) {
    let (stream, continuation) = AsyncStream.makeStream(
      of: Void.self, bufferingPolicy: .bufferingNewest(1))
    let number = state.withLock { state in
      state.nextReader += 1
      state.readers[state.nextReader] = continuation
      return state.nextReader
    }
    continuation.onTermination = { [weak self] _ in
      self?.state.withLock { state in _ = state.readers.removeValue(forKey: number) }
    }
    return (stream, continuation)
  }

  /// How many read.
  var readerCount: Int { state.withLock { $0.readers.count } }

  /// Listens until the server ends; where the connection is lost it looks what it missed.
  func run() async throws {
    let start = try await pool.withReader { try await EventFeed.end($0) }
    state.withLock { $0.start = start }
    try await cancelWhenGracefulShutdown {
      while true {
        do {
          try await self.follow()
        } catch is CancellationError {
          return
        } catch {
          // The database is away; what happens meanwhile is read when it is back.
          try await Task.sleep(for: .milliseconds(300))
        }
      }
    }
  }

  private func follow() async throws {
    let ear = try await Connection.open(settings)
    let notes = try await ear.listen(on: "event")
    try await catchUp(ear)
    for try await _ in notes { try await catchUp(ear) }
    // Without an error it ended because the task did.
    try Task.checkCancellation()
    throw PostgresError("the connection that listens has ended")
  }

  private func catchUp(_ connection: Connection) async throws {
    while true {
      let new = try await FeedEvent.read(after: last, limit: 1000, from: connection)
      if new.isEmpty { return }
      let readers = state.withLock { state in
        state.recent += new
        let surplus = state.recent.count - EventFeed.remembered
        if surplus > 0 {
          state.start = state.recent[surplus - 1].id
          state.recent.removeFirst(surplus)
        }
        return Array(state.readers.values)
      }
      for reader in readers { reader.yield() }
    }
  }
}

extension [FeedEvent] {
  /// The first index whose element fulfils what all after it fulfil too.
  fileprivate func partitioningIndex(where isAfter: (FeedEvent) -> Bool) -> Int {
    var (low, high) = (startIndex, endIndex)
    while low < high {
      let middle = (low + high) / 2
      if isAfter(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
