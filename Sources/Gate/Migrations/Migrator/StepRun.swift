internal import PgQuery
internal import Postgres

/// Runs one step so that a kill at any moment leaves the database before it, after it, or where the
/// journal says.
struct StepRun {
  let connection: Connection
  let table: VersionTable
  let step: Step
  let limits: MigratorLimits
  /// Told of a lock that was not free, before it is tried again.
  let waiting: @Sendable (PostgresError) -> Void

  /// Runs it all in one transaction, with its row of `schema_version`.
  func inTransaction() async throws {
    guard !step.script.hasTransactions else {
      throw MigratorError(
        "\(step.title) is said to be one transaction, and has BEGIN, COMMIT or ROLLBACK of its own",
        hint: "take them out of it, or say that it runs without a transaction")
    }
    let record = table.record(of: step, milliseconds: nil, isTransactional: true)
    try await retrying {
      if step.script.isRead {
        try await beginAndRunAll(with: [record.text, "commit"])
      } else {
        try await beginAndRunAll(with: [])
        guard await connection.isInTransaction else {
          throw MigratorError(
            "\(step.title) has ended its own transaction: what it did stays, and is not recorded",
            hint: "undo it by hand, and say in its first line `-- gate:no-transaction`")
        }
        try await end(with: [record])
      }
    }
  }

  /// Tries again where a lock was not free, or where others were quicker: the transaction of the body
  /// has been rolled back.
  func retrying<Answer>(_ body: () async throws -> Answer) async throws -> Answer {
    var attempt = 1
    while true {
      do {
        return try await body()
      } catch {
        guard let cause = passing(error), attempt < limits.attempts else { throw error }
        await connection.rollBack()
        waiting(cause)
        try await Task.sleep(for: .milliseconds(100 << attempt) * Double.random(in: 0.5...1.5))
        attempt += 1
      }
    }
  }

  func begin(_ limits: [String]) async throws {
    try await connection.run(script: (["begin"] + limits).joined(separator: "; "))
  }

  /// For the transaction that is open.
  var localLimits: [String] {
    ["set local lock_timeout = '\(limits.lockTimeout.postgres)'"]
      + (limits.statementTimeout.map { ["set local statement_timeout = '\($0.postgres)'"] } ?? [])
  }

  /// Commits with the last statements of the transaction.
  func end(with statements: [SQL]) async throws {
    do throws(PostgresError) {
      try await connection.run(statements + ["commit"])
    } catch {
      // What was put off to the commit is the script's: a constraint that does not hold.
      throw failure(error, at: step.script.text.text.utf8.count)
    }
  }

  /// All of the script in one message: the way to the server and back takes as long as a small statement.
  ///
  /// - Parameter ending: what goes with it, behind the script.
  private func beginAndRunAll(with ending: [String]) async throws {
    let beginning = StepRun.forgetting + ["begin"] + localLimits
    let start = beginning.joined(separator: "; ") + ";\n"
    // Where it ends in a comment, a semicolon needs a line of its own.
    let (done, failure) = try await connection.run(
      counting: start + step.script.text.text + "\n;\n"
        + ([StepRun.ourselves] + ending).joined(separator: ";\n"))
    guard var failure else { return }
    let text = step.script.text.text
    if let position = failure.position.map({ $0 - start.count }), position > 0,
      position <= text.unicodeScalars.count
    {
      failure.position = position
      throw self.failure(failure, at: 0)
    }
    failure.position = nil
    // What was done before it says which statement it is; behind them all it is the commit, which has what
    // was put off to it.
    let piece = step.script.pieces.dropFirst(max(0, done - beginning.count)).first
    throw self.failure(failure, at: piece?.offset ?? text.utf8.count)
  }

  func run(_ piece: MigrationScript.Piece) async throws {
    do throws(PostgresError) {
      try await connection.run(script: piece.text)
    } catch {
      throw failure(error, at: piece.offset)
    }
  }

  func failure(_ error: PostgresError, at offset: Int) -> MigrationFailure {
    MigrationFailure(
      migration: step.title, direction: step.direction,
      cause: ScriptFailure(error, in: step.script.text, at: offset))
  }

  /// Makes a session as good as new, after a script or in its failure.
  static func forget(_ connection: Connection) async throws(PostgresError) {
    try await connection.run(
      script: ([ourselves] + forgetting).joined(separator: "; "))
  }

  /// Back to the role of the session's beginning, and to how it has texts read: the server reads all of the
  /// next message before it does anything of it.
  static let ourselves = """
    reset session authorization; reset role; \
    reset client_encoding; reset standard_conforming_strings; reset backslash_quote
    """

  /// What the script before has set does not follow it into this one.
  private static let forgetting = [
    "reset all", "discard temp", "deallocate all", "close all", "unlisten *",
  ]
}

/// What may succeed a moment later; nil for any other error.
private func passing(_ error: any Error) -> PostgresError? {
  let cause = (error as? MigrationFailure)?.cause.error ?? error as? PostgresError
  let states: [SQLState] = [.lockNotAvailable, .deadlockDetected, .serializationFailure]
  return cause.flatMap { states.contains($0.sqlState ?? "") ? $0 : nil }
}
