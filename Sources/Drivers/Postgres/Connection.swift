internal import CLibPQ
internal import Processes

/// One session with a Postgres server. Its blocking calls run on a thread of their own.
///
/// Statements of several tasks are run one after the other, but a transaction is the session's, not a
/// task's: give a connection to one task at a time, as `Pool` does.
package actor Connection {
  nonisolated let executor: BlockingExecutor
  private let session: Session
  private let canceller: Canceller
  var listening: Listening?

  /// Its own thread: see `BlockingExecutor`.
  package nonisolated var unownedExecutor: UnownedSerialExecutor {
    unsafe executor.asUnownedSerialExecutor()
  }

  /// Connects without blocking the caller's thread. A cancelled task does not wait for the end of it.
  package static func open(
    _ settings: ConnectionSettings
  ) async throws(PostgresError) -> Connection {
    let opening = Opening()
    let result = await withTaskCancellationHandler {
      await withCheckedContinuation { opening.start(settings, $0) }
    } onCancel: {
      opening.giveUp()
    }
    return try result.get()
  }

  init(_ session: consuming Session, _ executor: BlockingExecutor) {
    canceller = Canceller(for: session)
    self.session = session
    self.executor = executor
  }

  /// Runs one statement with its parameters.
  @discardableResult
  package func query(_ sql: SQL) async throws(PostgresError) -> Rows {
    try await cancellable { session throws(PostgresError) in try session.run(sql) }
  }

  /// Runs a text of one or more statements, as psql would send it: several are one transaction.
  @discardableResult
  package func run(script: String) async throws(PostgresError) -> Rows {
    try await cancellable { session throws(PostgresError) in try session.run(script: script) }
  }

  /// Runs a text of several statements at once; where one fails, says how many before it have run.
  ///
  /// - Throws: where nothing could be sent.
  package func run(
    counting script: String
  ) async throws(PostgresError) -> (done: Int, failure: PostgresError?) {
    try await cancellable { session throws(PostgresError) in try session.run(counting: script) }
  }

  /// Runs statements one after the other in one way to the server and back; after one that fails none is
  /// run. What they answer is not kept.
  package func run(_ statements: [SQL]) async throws(PostgresError) {
    try await cancellable { session throws(PostgresError) in try session.run(statements) }
  }

  /// Runs a body between BEGIN and COMMIT; an error rolls back.
  @discardableResult
  package func transaction<Answer: Sendable>(
    _ body: (Connection) async throws -> Answer
  ) async throws -> Answer {
    try await query("begin")
    do {
      let answer = try await body(self)
      try await query("commit")
      return answer
    } catch {
      rollBack()
      throw error
    }
  }

  /// Runs a body on the connection's own thread: what it asks of the connection goes there without a
  /// change of threads, which takes as long as a small statement.
  package func perform<Answer: Sendable>(
    _ body: @Sendable (isolated Connection) async throws -> Answer
  ) async throws -> Answer {
    try await body(self)
  }

  /// Leaves a transaction, also in a task that is cancelled.
  package func rollBack() {
    guard session.isInTransaction else { return }
    // Where it fails the connection is lost, and the transaction with it.
    _ = try? session.run(script: "rollback")
  }

  /// What the server said besides its answers, since the last time.
  package func takeNotices() -> [PostgresNotice] { session.notices.take() }

  /// Such as 150018 for 15.18.
  package var serverVersion: Int { session.serverVersion }
  /// The server's process for this session, as `pg_stat_activity` has it.
  package var processID: Int { session.processID }
  /// Whether a transaction is open, also one that has failed and waits for its rollback.
  package var isInTransaction: Bool { session.isInTransaction }
  /// Whether it can still be used.
  package var isUsable: Bool { session.isUsable }

  /// Runs blocking work on the session; a cancelled task cancels the statement.
  func cancellable<Answer: Sendable>(
    _ work: (borrowing Session) throws(PostgresError) -> Answer
  ) async throws(PostgresError) -> Answer {
    if Task.isCancelled { throw .cancelled }
    let number = canceller.begin()
    let canceller = canceller
    let result = await withTaskCancellationHandler {
      do throws(PostgresError) {
        return Result<Answer, PostgresError>.success(try work(session))
      } catch {
        return .failure(error)
      }
    } onCancel: {
      canceller.cancel(number)
    }
    canceller.end()
    endListeningIfLost()
    return try result.get()
  }

  /// Direct access for work that cannot be cancelled and does not wait.
  func withSession<Answer>(
    _ work: (borrowing Session) throws(PostgresError) -> Answer
  ) throws(PostgresError) -> Answer {
    try work(session)
  }

  /// What libpq holds against the last request.
  var lastError: PostgresError { session.lastError }
}
