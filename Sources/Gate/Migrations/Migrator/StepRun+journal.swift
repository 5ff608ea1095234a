internal import PgQuery
internal import Postgres

extension StepRun {
  /// Runs piece after piece from where the journal is. A piece that a transaction can hold is one with
  /// its line in the journal; the others are looked at again after a kill, see `Resumption`.
  ///
  /// - Parameter journal: of the run that is gone on with; nil to begin.
  func withJournal(_ journal: VersionTable.JournalRow?) async throws {
    let done = journal?.done
    let clock = ContinuousClock()
    let start = clock.now
    try await StepRun.forget(connection)
    if done == nil {
      try refuseChains()
      try await table.open(step)
    }
    // What builds an index beside the program in use waits for it as long as it takes, and holds up
    // nobody meanwhile. A limit of one statement that was asked for is one here too.
    let limit = limits.statementTimeout.map { "; set statement_timeout = '\($0.postgres)'" } ?? ""
    try await connection.run(script: "set lock_timeout = '0'" + limit)
    if let done { try await restoreSession(upTo: done) }
    var index = done ?? 0
    while index < pieces.count {
      index = try await run(from: index, since: index == done ? journal?.attempt : nil)
    }
    try await retrying {
      try await begin(localLimits)
      try await connection.run(script: StepRun.ourselves)
      let record = table.record(
        of: step, milliseconds: Int((clock.now - start) / .milliseconds(1)), isTransactional: false)
      try await end(with: [record, table.closing(step)])
    }
  }

  private var pieces: [MigrationScript.Piece] { step.script.pieces }

  /// Runs a piece, or those of one transaction of the script.
  ///
  /// - Parameter earlier: the transaction that noted that it is sent, where an earlier run has sent it.
  /// - Returns: the next one.
  private func run(from index: Int, since earlier: String?) async throws -> Int {
    let piece = pieces[index]
    switch piece.sending {
    case .wrapped:
      try await retrying {
        try await begin(localLimits(at: index))
        try await run(piece)
        try await becomeOurselves()
        try await table.note(index + 1, of: step)
        try await connection.query("commit")
      }
    case .alone:
      let resumption = earlier.map { Resumption(piece, connection, since: $0) }
      if try await resumption?.isDone() != true { try await attempt(index) }
      try await asOurselves { try await table.note(index + 1, of: step) }
    case .committing:
      guard earlier == nil else { throw unknown(index) }
      try await attempt(index)
      try await asOurselves { try await table.note(index + 1, of: step) }
    case .control("BEGIN"):
      return try await runOwnTransaction(from: index)
    case .control:
      try await run(piece)
      try await asOurselves { try await table.note(index + 1, of: step) }
    }
    return index + 1
  }

  /// Sends a piece that no transaction of ours holds. An answer that nothing of it was done takes the
  /// mark back, so that what is there already is not taken for its work later.
  private func attempt(_ index: Int) async throws {
    let piece = pieces[index]
    try await asOurselves { try await table.attempt(index, of: step, isSent: true) }
    let (done, failure) = try await connection.run(counting: piece.text)
    guard var failure else {
      guard await connection.isInTransaction else { return }
      throw MigratorError(
        "\(step.title) begins a transaction and does not end it", hint: "add COMMIT at its end")
    }
    await connection.rollBack()
    if done == 0, failure.isRefusal {
      try await asOurselves { try await table.attempt(index, of: step, isSent: false) }
    } else if piece.sending == .committing, failure.hint == nil {
      failure.hint = "what it committed before that stays"
    }
    throw self.failure(failure, at: piece.offset)
  }

  /// From a BEGIN of the script to what ends it; the journal's line is part of that transaction.
  private func runOwnTransaction(from start: Int) async throws -> Int {
    let last = pieces[start...].firstIndex {
      if case .control(let word) = $0.sending { word != "BEGIN" } else { false }
    }
    guard let last else {
      throw MigratorError(
        "\(step.title) begins a transaction and does not end it", hint: "add COMMIT at its end")
    }
    let isCommit = pieces[last].sending == .control("COMMIT")
    try await retrying {
      try await run(pieces[start])
      let limits = localLimits(at: start)
      if !limits.isEmpty { try await connection.run(script: limits.joined(separator: "; ")) }
      for piece in pieces[start + 1..<last] { try await run(piece) }
      if isCommit {
        try await becomeOurselves()
        try await table.note(last + 1, of: step)
      }
      try await run(pieces[last])
    }
    if !isCommit { try await asOurselves { try await table.note(last + 1, of: step) } }
    return last + 1
  }

  /// For the journal, to which a role that the script takes may have no right; the end of the transaction
  /// gives the role back.
  private func becomeOurselves() async throws {
    let names = Set(pieces.compactMap(\.statement).compactMap(\.settingOfRole))
    for name in names.sorted(by: >) {
      try await connection.run(script: "set local \(name) to default")
    }
  }

  private func asOurselves(_ write: () async throws -> Void) async throws {
    try await connection.query("begin")
    try await becomeOurselves()
    try await write()
    try await connection.query("commit")
  }

  /// What follows such a COMMIT is a transaction that no BEGIN begins, and could not be gone on with.
  private func refuseChains() throws(MigratorError) {
    guard let chain = pieces.first(where: { $0.statement?.node["chain"].bool == true }) else {
      return
    }
    let place = failure(PostgresError(""), at: chain.offset).cause
    throw MigratorError(
      "\(place.path):\(place.line) ends a transaction AND CHAIN",
      hint: "write COMMIT or ROLLBACK, and BEGIN behind it")
  }

  /// Those of the limits that the script has not set itself before.
  private func localLimits(at index: Int) -> [String] {
    let own = pieces[..<index].compactMap(\.statement).filter {
      $0.kind == "VariableSetStmt" && !$0.node["is_local"].bool
    }.compactMap { $0.node["name"].text }
    return localLimits.filter { limit in !own.contains { limit.contains(" \($0) ") } }
  }

  /// What the pieces that are done set in the session, which ended with its process.
  private func restoreSession(upTo done: Int) async throws {
    for piece in pieces.prefix(done) {
      if piece.statement?.isLostWithSession == true {
        throw MigratorError(
          "\(step.title) stopped half way, and what it needs was lost with its session: "
            + "a temporary table or a prepared statement",
          hint: "undo by hand what it did, and delete its line of schema_version_journal")
      }
      if piece.statement?.setsSession == true { try await run(piece) }
    }
  }

  private func unknown(_ index: Int) -> MigratorError {
    let failure = failure(PostgresError(""), at: pieces[index].offset).cause
    let update = "update schema_version_journal set attempting = false"
    let row = "where version = \(step.version)"
    return MigratorError(
      "\(failure.path):\(failure.line) was begun, and nobody knows how far it came: it commits by itself",
      hint: "look at what it has done; `\(update), done = \(index + 1) \(row)` goes on behind it, "
        + "`\(update) \(row)` runs it again")
  }
}

extension SQLStatement {
  /// SET, or a call of `set_config`.
  fileprivate var setsSession: Bool {
    kind == "VariableSetStmt" || kind == "SelectStmt" && text.lowercased().contains("set_config")
  }

  /// `role` or `session_authorization`, where it sets one of them.
  fileprivate var settingOfRole: String? {
    guard kind == "VariableSetStmt", let name = node["name"].text else { return nil }
    return ["role", "session_authorization"].contains(name) ? name : nil
  }

  fileprivate var isLostWithSession: Bool {
    kind == "PrepareStmt" || node["relation"]["relpersistence"].text == "t"
      || node["into"]["rel"]["relpersistence"].text == "t"
  }
}

extension PostgresError {
  /// Whether the server has refused the statement before it did anything: the name is taken, or means
  /// nothing. Any other error may have left half an index, and one inside a function anything.
  fileprivate var isRefusal: Bool {
    context == nil && ["0A", "25", "3D", "3F", "42"].contains(sqlState?.category ?? "")
  }
}
