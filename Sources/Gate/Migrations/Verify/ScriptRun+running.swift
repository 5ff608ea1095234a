internal import PgQuery
internal import Postgres

extension ScriptRun {
  /// Runs a text statement by statement, and says what each did.
  ///
  /// All of it is one transaction unless its header says otherwise or one of its statements cannot run
  /// in one. A text that the parser does not read is sent as it is: the server may be newer.
  init(_ text: MigrationText, on connection: Connection) async throws {
    let script = MigrationScript(text)
    self.init(isTransaction: script.isTransactional)
    guard script.isRead else {
      await runWhole(text, on: connection)
      return
    }
    (statements, failure) = try await connection.perform { connection in
      var run = StatementRun(text, connection, isTransaction: script.isTransactional)
      do {
        try await run.begin()
        for piece in script.pieces {
          if let statement = piece.statement { try await run.run(statement, piece.sending) }
        }
        try await run.end()
        return (run.traces, nil)
      } catch let error as ScriptFailure {
        connection.rollBack()
        return (run.traces, error)
      }
    }
  }

  private mutating func runWhole(_ text: MigrationText, on connection: Connection) async {
    do throws(PostgresError) {
      let start = ContinuousClock.now
      // A transaction around it would hide what the text says of its own.
      try await connection.run(script: text.text)
      if await connection.isInTransaction { try await connection.query("commit") }
      statements = [
        StatementTrace(
          line: text.firstLine, text: text.text, duration: ContinuousClock.now - start)
      ]
    } catch {
      failure = ScriptFailure(error, in: text, at: 0)
      await connection.rollBack()
    }
  }
}

/// The statements of one text on their way.
private struct StatementRun {
  private(set) var traces: [StatementTrace] = []
  private let text: MigrationText
  private let connection: Connection
  private let isTransaction: Bool
  private var tracer: RelationTracer?

  init(_ text: MigrationText, _ connection: Connection, isTransaction: Bool) {
    (self.text, self.connection, self.isTransaction) = (text, connection, isTransaction)
  }

  mutating func begin() async throws {
    if isTransaction { try await connection.query("begin") }
  }

  mutating func run(_ statement: SQLStatement, _ sending: Sending) async throws {
    let isOpen = await connection.isInTransaction
    let isWrapped = !isOpen && sending == .wrapped
    if isWrapped { try await connection.query("begin") }
    if tracer == nil, isOpen || isWrapped { tracer = try await RelationTracer(connection) }
    let start = ContinuousClock.now
    try await send(statement.text, at: statement.range.lowerBound)
    var trace = StatementTrace(
      line: text.firstLine + statement.line - 1, text: statement.text, kind: statement.kind,
      duration: ContinuousClock.now - start)
    if isOneOfMany(statement), isOpen {
      // What it does is seen after a later one: a transaction keeps its locks.
    } else if await connection.isInTransaction {
      var effect = try await tracer?.effect(connection)
      if statement.kind == "TruncateStmt", let rewritten = effect?.rewritten {
        // A new file is an empty one, which is read to build its indexes.
        effect?.scanned.removeAll { rewritten.contains($0) }
        effect?.rewritten = []
      } else if statement.kind == "RefreshMatViewStmt", let rewritten = effect?.rewritten {
        // That is what it is for.
        effect?.scanned += rewritten
        effect?.rewritten = []
      }
      trace.effect = effect
    } else {
      tracer?.forgetLocks()
    }
    if isWrapped {
      try await send("commit", at: statement.range.lowerBound)
      tracer?.forgetLocks()
    }
    traces.append(trace)
  }

  /// Of many thousand rows that a file puts in, not each is asked about: that takes longer than to put
  /// them in.
  private func isOneOfMany(_ statement: SQLStatement) -> Bool {
    statement.kind == "InsertStmt" && traces.count >= 200 && !traces.count.isMultiple(of: 200)
  }

  /// Deferred constraints are checked here.
  mutating func end() async throws {
    guard await connection.isInTransaction else { return }
    if let last = traces.last, last.effect == nil {
      traces[traces.count - 1].effect = try await tracer?.effect(connection)
    }
    try await send("commit", at: text.text.utf8.count)
  }

  private func send(_ sql: String, at offset: Int) async throws {
    do throws(PostgresError) {
      try await connection.query(SQL(verbatim: sql))
    } catch {
      throw ScriptFailure(error, in: text, at: offset, isStatement: sql != "commit")
    }
  }
}

extension MigrationText {
  /// Whether nothing is known that stands against one transaction around all of it. What the parser
  /// does not read is not known.
  var hasNoObstacle: Bool {
    let script = MigrationScript(self)
    return script.isRead && !script.hasTransactions && script.isTransactional
  }

  /// Whether nothing of it is left where it fails.
  var canBeUndone: Bool { isTransactional ?? hasNoObstacle }
}
