internal import GateModel
package import Postgres

/// Brings a database to a version of its schema, and says where it is.
///
/// The table `schema_version` is the only truth. A migration runs whole or not at all, and what no
/// transaction can hold is resumed where it stopped; two migrators at once are kept apart.
package struct Migrator: Sendable {
  private let connection: Connection
  private let set: MigrationSet
  private let limits: MigratorLimits
  private let say: @Sendable (MigratorEvent) -> Void

  /// - Parameters:
  ///   - connection: to the database; the migrator alone uses it.
  ///   - set: the files; their problems are refused before anything runs.
  package init(
    _ connection: Connection, _ set: MigrationSet, limits: MigratorLimits = MigratorLimits(),
    say: @escaping @Sendable (MigratorEvent) -> Void = { _ in }
  ) {
    self.connection = connection
    self.set = set
    self.limits = limits
    self.say = say
  }

  /// The highest version that is applied; nil where none is.
  package func currentVersion() async throws -> Int? {
    try await VersionTable(findingIn: connection)?.current()
  }

  /// Makes a database what the files say it is; for a service that starts.
  package func ensureSchema() async throws {
    _ = try await migrateUp()
  }

  /// Applies what is pending, in order.
  ///
  /// - Parameter target: the last version to apply; nil for all.
  /// - Returns: what was applied.
  package func migrateUp(to target: MigrationVersion? = nil) async throws -> [String] {
    try refuseProblems()
    return try await locked { table in
      let ledger = try await ledger(table)
      try ledger.refuse()
      try ledger.refuseHalfWay(.down)
      var pending = try ledger.pending(upTo: target)[...]
      var applied: [String] = []
      var step = pending.popFirst().map { Step(up: $0.migration, version: $0.version) }
      while let this = step {
        let following = pending.popFirst()
        // Read while the server is at work.
        async let next = following.map { Step(up: $0.migration, version: $0.version) }
        try await run(this, ledger.journal[this.version], table)
        applied.append(this.title)
        step = await next
      }
      return applied
    }
  }

  /// Undoes what was applied after a version, the last one first, by the texts that were kept.
  ///
  /// - Parameter target: what stays, with all before it; nil to undo one, and a version below all others
  ///   to undo all.
  /// - Returns: what was undone.
  package func migrateDown(to target: MigrationVersion? = nil) async throws -> [String] {
    try await locked { table in
      let ledger = try await ledger(table)
      let steps = try ledger.stepsDown(to: target)
      for step in steps { try await run(step, ledger.journal[step.version], table) }
      return steps.map(\.title)
    }
  }

  /// What `migrateDown` would run: a title and a text each. Changes nothing.
  package func plannedDown(
    to target: MigrationVersion? = nil
  ) async throws -> [(title: String, text: MigrationText)] {
    guard let table = try await VersionTable(findingIn: connection) else { return [] }
    return try await ledger(table).stepsDown(to: target).map { ($0.title, $0.script.text) }
  }

  /// Records every migration up to a version as applied without running it, in a database that has it
  /// all already.
  package func baseline(_ target: MigrationVersion) async throws -> [String] {
    try refuseProblems()
    return try await locked { table in
      let ledger = try await ledger(table)
      guard ledger.rows.isEmpty else {
        throw MigratorError(
          "the database has a ledger already, up to \(ledger.rows.last?.version ?? 0)",
          hint: "a baseline is for a database without schema_version; see `gate migrate status`")
      }
      var recorded: [String] = []
      for (version, migration) in try ledger.pending(upTo: target) {
        let step = Step(up: migration, version: version)
        try await connection.run([table.record(of: step, milliseconds: 0, isTransactional: true)])
        recorded.append(step.title)
      }
      return recorded
    }
  }

  /// Takes the files' word for what was applied: for an applied migration that was edited on purpose.
  package func repair() async throws -> [String] {
    try refuseProblems()
    return try await locked { table in
      let ledger = try await ledger(table)
      var blessed: [String] = []
      for (row, migration) in ledger.edited + ledger.otherDowns {
        try await table.bless(row.version, as: migration)
        blessed.append(migration.description)
      }
      return blessed
    }
  }

  /// What is applied, what is pending and what is wrong. Changes nothing.
  package func status() async throws -> MigrationStatus {
    guard let table = try await VersionTable(findingIn: connection) else {
      return MigrationStatus(try Ledger(set: set, rows: [], journal: []), set)
    }
    return MigrationStatus(try await ledger(table), set)
  }

  private func ledger(_ table: VersionTable) async throws -> Ledger {
    try Ledger(set: set, rows: try await table.rows(), journal: try await table.journal())
  }

  private func refuseProblems() throws {
    if let problem = set.problems.first(where: { $0.level == .error }) {
      throw MigratorError("\(problem.path): \(problem.message)", hint: problem.hint)
    }
  }

  private func locked<Answer: Sendable>(
    _ body: @Sendable (VersionTable) async throws -> Answer
  ) async throws -> Answer {
    try await connection.perform { connection in
      let lock = MigrationLock(connection, patience: limits.patience)
      let schema = try await lock.take { say(.waiting($0)) }
      do {
        let answer = try await body(try await VersionTable(ensuredIn: connection))
        try await StepRun.forget(connection)
        try await lock.release(schema)
        return answer
      } catch {
        connection.rollBack()
        // Given up with the session in any case; the first error is the one to tell.
        try? await StepRun.forget(connection)
        try? await lock.release(schema)
        throw error
      }
    }
  }

  private func run(_ step: Step, _ journal: VersionTable.JournalRow?, _ table: VersionTable)
    async throws
  {
    let clock = ContinuousClock()
    let start = clock.now
    let run = StepRun(
      connection: connection, table: table, step: step, limits: limits,
      waiting: { say(.retried(step.title, $0)) })
    if let journal {
      say(.resumed(step.title, done: journal.done, of: step.script.pieces.count))
    } else {
      say(.started(step.title, step.direction))
    }
    if step.script.isTransactional, journal == nil {
      try await run.inTransaction()
    } else {
      try await run.withJournal(journal)
    }
    for notice in await connection.takeNotices() { say(.noticed(notice)) }
    say(
      .finished(
        step.title, step.direction, milliseconds: Int((clock.now - start) / .milliseconds(1))))
  }
}

/// A version as the table has it.
func number(of version: MigrationVersion) throws(MigratorError) -> Int {
  guard let number = Int(version.number) else {
    throw MigratorError(
      "version \(version) is no whole number below 2^63, as schema_version needs it",
      hint: "run these migrations with their own tool; `gate check` judges them all the same")
  }
  return number
}
