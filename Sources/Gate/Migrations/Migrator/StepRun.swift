internal import PgQuery
internal import Postgres

/// Runs one step so that a kill at any moment leaves the database before it, after it, or where the
/// journal says.
struct StepRun {
  let connection: Connection
  let table: VersionTable
  let step: Step
  let limits: MigratorLimits

  /// Runs it all in one transaction, with its row of `schema_version`.
  func inTransaction() async throws {
    let clock = ContinuousClock()
    let start = clock.now
    try await beginAndRunAll()
    guard await connection.isInTransaction else {
      throw MigratorError(
        "\(step.title) ended its own transaction",
        hint: "take BEGIN and COMMIT out, or say in its first line `-- gate:no-transaction`")
    }
    try await table.record(
      step, milliseconds: Int((clock.now - start) / .milliseconds(1)), isTransactional: true)
    try await connection.run(script: "commit; " + forgetting)
  }

  /// Runs piece after piece from where the journal is. A piece that a transaction can hold is one with
  /// its line in the journal; the others are looked at again after a kill, see `Resumption`.
  ///
  /// - Parameter journal: of the run that is gone on with; nil to begin.
  func withJournal(_ journal: VersionTable.JournalRow?) async throws {
    let done = journal?.done
    let clock = ContinuousClock()
    let start = clock.now
    if let done { try await restoreSession(upTo: done) } else { try await table.open(step) }
    try await connection.query("set lock_timeout = '0'")
    var index = done ?? 0
    let pieces = step.script.pieces
    while index < pieces.count {
      let piece = pieces[index]
      if piece.statement?.refusedInTransaction != nil {
        let resumption = Resumption(piece, connection)
        let isResumed = index == done && journal?.isAttempting == true
        if try await !resumption.isDone(isResumed: isResumed) { try await attempt(piece) }
        try await table.note(index + 1, of: step)
        index += 1
      } else if piece.statement?.transactionControl == "BEGIN" {
        index = try await runOwnTransaction(from: index)
      } else {
        try await begin()
        try await run(piece)
        try await table.note(index + 1, of: step)
        try await connection.query("commit")
        index += 1
      }
    }
    try await begin()
    try await becomeOurselves()
    try await table.record(
      step, milliseconds: Int((clock.now - start) / .milliseconds(1)), isTransactional: false)
    try await table.close(step)
    try await connection.run(script: "commit; " + forgetting)
  }

  /// Sends a piece that no transaction holds. An answer that it failed takes the mark back, so that what
  /// is there already is not taken for its work later.
  private func attempt(_ piece: MigrationScript.Piece) async throws {
    try await table.attempt(step, true)
    do {
      try await run(piece)
    } catch let failure as MigrationFailure where failure.cause.error.sqlState?.isAnswer == true {
      try await table.attempt(step, false)
      throw failure
    }
  }

  /// What the pieces that are done set in the session, which ended with its process.
  private func restoreSession(upTo done: Int) async throws {
    for piece in step.script.pieces.prefix(done) {
      if piece.statement?.isLostWithSession == true {
        throw MigratorError(
          "\(step.title) stopped half way, and what it needs was lost with its session: "
            + "a temporary table or a prepared statement",
          hint: "undo by hand what it did, and delete its line of schema_version_journal")
      }
      if piece.statement?.setsSession == true { try await run(piece) }
    }
  }

  /// From a BEGIN of the script to its COMMIT; the journal's line is part of that transaction.
  private func runOwnTransaction(from start: Int) async throws -> Int {
    let pieces = step.script.pieces
    var index = start
    while index < pieces.count {
      let control = pieces[index].statement?.transactionControl
      if control != nil, control != "BEGIN" {
        if control == "COMMIT" { try await table.note(index + 1, of: step) }
        try await run(pieces[index])
        if control != "COMMIT" { try await table.note(index + 1, of: step) }
        return index + 1
      }
      try await run(pieces[index])
      index += 1
    }
    throw MigratorError(
      "\(step.title) begins a transaction and does not end it", hint: "add COMMIT at its end")
  }

  /// A script may have taken another role.
  private func becomeOurselves() async throws {
    try await connection.run(script: ourselves)
  }

  private func begin() async throws {
    try await connection.run(script: beginning.joined(separator: "; "))
  }

  private var beginning: [String] {
    ["begin", "set local lock_timeout = '\(limits.lockTimeout.postgres)'"]
      + (limits.statementTimeout.map { ["set local statement_timeout = '\($0.postgres)'"] } ?? [])
  }

  /// All of the script in one message: the way to the server and back takes as long as a small statement.
  private func beginAndRunAll() async throws {
    let (text, beginning) = (step.script.text, beginning)
    let start = beginning.joined(separator: "; ") + ";\n"
    // Where it ends in a comment, a semicolon needs a line of its own.
    let (done, failure) = try await connection.run(
      counting: start + text.text + "\n;\n" + ourselves)
    guard var failure else { return }
    var offset = 0
    if let position = failure.position, position > start.count {
      failure.position = position - start.count
    } else {
      failure.position = nil
      let pieces = step.script.pieces
      // What was done before it says which statement it is.
      if let piece = pieces.dropFirst(max(0, done - beginning.count)).first ?? pieces.last {
        offset = piece.offset
      }
    }
    throw MigrationFailure(
      migration: step.title, direction: step.direction,
      cause: ScriptFailure(failure, in: text, at: offset))
  }

  private func run(_ piece: MigrationScript.Piece) async throws {
    do throws(PostgresError) {
      try await connection.run(script: piece.text)
    } catch {
      let cause = ScriptFailure(error, in: step.script.text, at: piece.offset)
      throw MigrationFailure(migration: step.title, direction: step.direction, cause: cause)
    }
  }
}

/// What the script set does not follow it into the next one.
private let forgetting = "reset all; discard temp; deallocate all; close all; unlisten *"

/// Back to the role of the session's beginning.
private let ourselves = "reset session authorization; reset role"

extension SQLStatement {
  /// SET, or a call of `set_config`.
  fileprivate var setsSession: Bool {
    kind == "VariableSetStmt" || kind == "SelectStmt" && text.lowercased().contains("set_config")
  }

  fileprivate var isLostWithSession: Bool {
    kind == "PrepareStmt" || node["relation"]["relpersistence"].text == "t"
      || node["into"]["rel"]["relpersistence"].text == "t"
  }
}

extension SQLState {
  /// Whether the server has refused the statement before it did anything: the name is taken, or means
  /// nothing. Any other error may have left half an index.
  fileprivate var isAnswer: Bool { ["0A", "25", "3D", "3F", "42"].contains(category) }
}

extension Step {
  /// Of the half that is run, to know it again when it is resumed.
  var scriptChecksum: String { script.text.checksum.description }
}
