internal import GateModel

// What is wrong with a set as a whole: with its numbers, and with the texts that were read.
extension MigrationSet {
  var numberProblems: [MigrationProblem] { tooLong + duplicates + gaps }

  private var tooLong: [MigrationProblem] {
    let format = settings.format
    return numbers.filter { version, _ in
      version.description.utf8.count > format.longestVersion
        || format.highestVersion.map { version > $0 } == true
    }.map { version, path in
      MigrationProblem(
        .name, path: path,
        message: "the version has \(version.description.utf8.count) characters, too many for "
          + "\(format.rawValue) to store",
        hint: "number it like the others, or by date and time: 20260801120000")
    }
  }

  /// All that share a number but the first of them.
  private var duplicates: [MigrationProblem] {
    let numbers = numbers
    var free = FreeNumbers(above: highest, taken: versions)
    var first: RepoPath?
    return zip(numbers, numbers.dropFirst()).compactMap { before, number in
      guard before.version == number.version else {
        first = nil
        return nil
      }
      let owner = first ?? before.path
      first = owner
      return .duplicate(number.path, number.version, of: owner, instead: free.next())
    }
  }

  /// Numbers that nobody took, where the set counts: dates leave out most of them, and so do sets that
  /// count in tens.
  private var gaps: [MigrationProblem] {
    let counted = numbers.compactMap { version, path in
      version.counted.map { (number: $0, version: version, path: path) }
    }
    if counted.count > 1, counted.allSatisfy({ $0.number % 10 == 0 }) { return [] }
    return zip(counted, counted.dropFirst()).compactMap { before, after in
      guard after.number > before.number + 1 else { return nil }
      var missing: [MigrationVersion] = []
      var next = before.version.successor
      while missing.count < 100, next < after.version {
        missing.append(next)
        next = next.successor
      }
      return .gap(
        after.path, missing, upTo: after.version, count: after.number - before.number - 1)
    }
  }

  /// - Parameter undone: the paths of what has its way back, readable or not.
  func textProblems(undone: Set<RepoPath>) -> [MigrationProblem] {
    let isReversible =
      settings.format.demandsDown || migrations.contains { undone.contains($0.up.path) }
    var found: [MigrationProblem] = []
    for migration in migrations {
      if migration.up.isEmpty { found.append(.upEmpty(migration.up)) }
      if let down = migration.down, down.isEmpty {
        found.append(.downEmpty(down))
      } else if isReversible, !undone.contains(migration.up.path) {
        found.append(.downMissing(migration, settings.format))
      }
    }
    return found
  }
}

extension MigrationSettings.Format {
  /// Whether a migration without its way back is half of one.
  var demandsDown: Bool {
    switch self {
    case .sqlPairs, .dbmate: true
    case .goose, .golangMigrate, .flyway, .diesel: false
    }
  }
}

/// Hands out numbers that nobody has, in order.
struct FreeNumbers {
  private var last: MigrationVersion?
  private let taken: Set<MigrationVersion>

  /// - Parameters:
  ///   - highest: every number is above it.
  ///   - taken: numbers that are not handed out.
  init(above highest: MigrationVersion?, taken: Set<MigrationVersion>) {
    last = highest
    self.taken = taken
  }

  mutating func next() -> MigrationVersion? {
    var next = last?.successor
    while let number = next, taken.contains(number) { next = number.successor }
    last = next
    return next
  }
}
