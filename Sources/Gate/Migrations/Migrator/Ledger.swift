/// What was applied, held against the files.
struct Ledger: Sendable {
  /// In the order of applying.
  let rows: [VersionTable.Row]
  /// The migrations that are half way, by version.
  let journal: [Int: VersionTable.JournalRow]
  /// The files, by version.
  let files: [Int: Migration]
  private let order: [Int]

  init(set: MigrationSet, rows: [VersionTable.Row], journal: [VersionTable.JournalRow]) throws {
    self.rows = rows
    self.journal = Dictionary(journal.map { ($0.version, $0) }) { first, _ in first }
    let numbered = try set.migrations.map { (try number(of: $0.version), $0) }
    // Two of one version are a problem of the set, which is refused before anything runs.
    files = Dictionary(numbered) { first, _ in first }
    order = files.keys.sorted()
  }

  /// Not applied yet, in order.
  func pending(
    upTo target: MigrationVersion?
  ) throws -> [(version: Int, migration: Migration)] {
    let limit = try target.map { try number(of: $0) } ?? Int.max
    if let target, files[limit] == nil, !rows.contains(where: { $0.version == limit }) {
      throw MigratorError(
        "there is no migration \(target)", hint: "`gate migrate status` lists them")
    }
    let applied = Set(rows.map(\.version))
    return order.filter { $0 <= limit && !applied.contains($0) }
      .compactMap { version in files[version].map { (version, $0) } }
  }

  /// What undoes all that was applied after a version, the last one first.
  ///
  /// - Parameter target: nil to undo one.
  func stepsDown(to target: MigrationVersion?) throws -> [Step] {
    try refuse(onlyHalfWay: true)
    try refuseHalfWay(.up)
    let all = rows.reversed()
    let limit = try target.map { try number(of: $0) }
    let undone = limit.map { limit in all.filter { $0.version > limit } } ?? Array(all.prefix(1))
    return try undone.map { row in
      guard let step = Step(down: row, of: files[row.version]) else {
        throw MigratorError(
          "nothing undoes \(row.version)_\(row.name): it was applied without a down migration",
          hint: "write its down migration and run `gate migrate repair`, or undo it by hand")
      }
      return step
    }
  }

  /// Applied, and edited since: by its statements, not by its layout.
  var edited: [(row: VersionTable.Row, migration: Migration)] {
    rows.compactMap { row in
      files[row.version].map { (row, $0) }
    }.filter { row, migration in row.checksum != migration.up.checksum.description }
  }

  /// Pending, with a lower number than one that is applied.
  var late: [(version: Int, migration: Migration)] {
    let applied = Set(rows.map(\.version))
    guard let highest = applied.max() else { return [] }
    return order.filter { $0 < highest && !applied.contains($0) && journal[$0] == nil }
      .compactMap { version in files[version].map { (version, $0) } }
  }

  /// Stops before anything runs where the ledger and the files contradict each other.
  func refuse(onlyHalfWay: Bool = false) throws(MigratorError) {
    if let problem = problems.first(where: { !onlyHalfWay || $0.isHalfWay }) {
      throw MigratorError(problem.message, hint: problem.hint)
    }
  }

  /// Stops where a step the other way is half done: it has to be ended first.
  func refuseHalfWay(_ direction: MigrationFailure.Direction) throws(MigratorError) {
    guard let line = journal.values.first(where: { $0.direction == direction }) else { return }
    throw MigratorError(
      "migration \(line.version) is half way \(direction.rawValue)",
      hint: "`gate migrate \(direction.rawValue)` goes on with it")
  }

  /// Applied, with another way down than was kept.
  var otherDowns: [(row: VersionTable.Row, migration: Migration)] {
    rows.compactMap { row in files[row.version].map { (row, $0) } }.filter { row, migration in
      row.checksum == migration.up.checksum.description
        && (row.down != migration.down?.text
          || row.isDownTransactional != migration.down?.isTransactional)
    }
  }

  /// What is wrong, the most important first.
  var problems: [LedgerProblem] {
    let edits = edited.map { row, migration in
      LedgerProblem(
        "\(migration.up.path) was edited after it was applied as \(row.version)",
        hint: "undo the edit and write a new migration; or bless it with `gate migrate repair`")
    }
    let late = late.map { version, migration in
      LedgerProblem(
        "\(migration.up.path) has a lower number than what is applied already",
        hint: "give it the next free number: `gate migrate new` names it")
    }
    return edits + late + changedHalfWay
  }

  /// A journal whose script has other statements in what is done: they cannot be counted on.
  private var changedHalfWay: [LedgerProblem] {
    journal.values.sorted { $0.version < $1.version }.compactMap { line in
      guard let migration = files[line.version] else {
        return line.direction == .up
          ? LedgerProblem(
            "migration \(line.version) is half way, and its file is gone",
            hint: "bring the file back and run `gate migrate up`", isHalfWay: true) : nil
      }
      let text = line.direction == .up ? migration.up : migration.down
      let done = line.done + (line.attempt == nil ? 0 : 1)
      guard line.direction == .up, let text,
        MigrationScript(text).checksum(ofFirst: done) != line.checksum
      else { return nil }
      return LedgerProblem(
        "\(text.path) was edited in what is done of it: its first \(done == 1 ? "" : "\(done) ")"
          + "statement\(done == 1 ? "" : "s")",
        hint: "undo that edit; what comes after may be edited, and `gate migrate up` goes on",
        isHalfWay: true)
    }
  }
}

/// Something wrong between a database and the files.
struct LedgerProblem: Sendable, Hashable {
  var message: String
  var hint: String
  var isHalfWay: Bool

  init(_ message: String, hint: String, isHalfWay: Bool = false) {
    self.message = message
    self.hint = hint
    self.isHalfWay = isHalfWay
  }
}
