internal import PgQuery
internal import Postgres

extension ScriptRun {
  /// Runs a text statement by statement, and says what each did.
  ///
  /// All of it is one transaction unless its header says otherwise or one of its statements cannot run
  /// in one. A text that the parser does not read is sent as it is: the server may be newer.
  init(_ text: MigrationText, on connection: Connection) async throws {
    let script: SQLScript
    do throws(SQLSyntaxError) {
      script = try SQLScript(parsing: text.text)
    } catch {
      self.init(isTransaction: text.isTransactional ?? true)
      await runWhole(text, on: connection)
      return
    }
    let isTransaction = text.isTransactional ?? script.canRunInTransaction
    self.init(isTransaction: isTransaction)
    var run = StatementRun(text, connection, isTransaction: isTransaction)
    do {
      try await run.begin()
      for statement in script.statements { try await run.run(statement) }
      try await run.end()
    } catch let error as ScriptFailure {
      failure = error
    }
    if failure != nil { await connection.rollBack() }
    statements = run.traces
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

  mutating func run(_ statement: SQLStatement) async throws {
    let isOpen = await connection.isInTransaction
    let isAlone = !isOpen && statement.mayRunInTransaction
    if isAlone { try await connection.query("begin") }
    if tracer == nil, isOpen || isAlone { tracer = try await RelationTracer(connection) }
    let start = ContinuousClock.now
    try await send(statement.text, at: statement.range.lowerBound)
    var trace = StatementTrace(
      line: text.firstLine + statement.line - 1, text: statement.text, kind: statement.kind,
      duration: ContinuousClock.now - start)
    if await connection.isInTransaction {
      var effect = try await tracer?.effect(connection)
      if statement.kind == "TruncateStmt", let rewritten = effect?.rewritten {
        // The empty file is read to build its indexes.
        effect?.scanned.removeAll { rewritten.contains($0) }
      }
      trace.effect = effect
    } else {
      tracer?.forgetLocks()
    }
    if isAlone {
      try await send("commit", at: statement.range.lowerBound)
      tracer?.forgetLocks()
    }
    traces.append(trace)
  }

  /// Deferred constraints are checked here.
  mutating func end() async throws {
    guard await connection.isInTransaction else { return }
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

extension SQLStatement {
  fileprivate var mayRunInTransaction: Bool {
    transactionControl == nil && refusedInTransaction == nil
  }
}

extension MigrationText {
  /// Whether nothing is known that stands against one transaction around all of it. What the parser
  /// does not read is not known.
  var hasNoObstacle: Bool {
    // A text that is not read is sent as it is, and the server says why it is wrong.
    (try? SQLScript(parsing: text))?.canRunInTransaction ?? false
  }

  /// Whether nothing of it is left where it fails.
  var canBeUndone: Bool { isTransactional ?? hasNoObstacle }
}
