package import GateModel

extension Survey {
  /// The folder with the most migrations, told by their names, or a new one.
  func migrations() -> MigrationSettings {
    guard let found = foundMigrations, let format = format(of: found) else {
      return MigrationSettings(path: PlanDraft.newMigrations, format: .sqlPairs)
    }
    return MigrationSettings(path: RepoPath(found.folder), format: format)
  }

  /// A file whose text says which tool runs it, where the name does not; to be put into `texts`.
  package var migrationSample: RepoPath? {
    guard let found = foundMigrations, found.shape == .whole else { return nil }
    return found.sample
  }

  private func format(of found: FoundMigrations) -> MigrationSettings.Format? {
    switch found.shape {
    // The two are told apart by nothing but a habit: golang-migrate counts in six digits, or in time.
    case .pair: found.sample.name.leadingDigits <= 4 ? .sqlPairs : .golangMigrate
    case .flyway: .flyway
    case .folder: .diesel
    case .whole:
      texts[found.sample.description].flatMap { text in
        text.contains("migrate:up")
          ? .dbmate : text.lowercased().contains("+goose up") ? .goose : nil
      }
    }
  }

  private var foundMigrations: FoundMigrations? {
    var found: [String: FoundMigrations] = [:]
    for path in paths where path.name.hasSuffix(".sql") {
      let folders = path.description.split(separator: "/").dropLast().map(String.init)
      guard let shape = MigrationShape(path.name, in: folders.last ?? ""),
        Survey.strangers.isDisjoint(with: folders), Survey.dialects.isDisjoint(with: folders)
      else { continue }
      let folder = (shape == .folder ? folders.dropLast() : folders[...]).joined(separator: "/")
      let key = "\(folder) \(shape)"
      found[key, default: FoundMigrations(folder: folder, shape: shape, sample: path)].count += 1
    }
    // The most; of as many the one that is surest, and then the first.
    return found.values.filter { !$0.folder.isEmpty }.max { a, b in
      (a.count, a.sureness, b.folder) < (b.count, b.sureness, a.folder)
    }
  }

  /// Folders for other servers than the gate tries migrations on.
  private static let dialects: Set<String> = [
    "mysql", "mariadb", "sqlite", "sqlite3", "mssql", "sqlserver", "oracle", "clickhouse",
  ]

  /// Folders whose migrations are not the project's own.
  private static let strangers: Set<String> = [
    "testdata", "fixtures", "test", "tests", "example", "examples", "vendor", "third_party",
    "node_modules", "data",
  ]
}

private struct FoundMigrations {
  var folder: String
  var shape: MigrationShape
  /// The first of them.
  var sample: RepoPath
  var count = 0

  /// A number alone says little.
  var sureness: Int {
    (folder.lowercased().contains("migrat") ? 1 : 0) + (shape == .whole ? 0 : 2)
  }
}

/// How migrations are written, as far as a name says it.
private enum MigrationShape {
  /// `003_name.up.sql`
  case pair
  /// `V3__name.sql`
  case flyway
  /// `2026-08-01-120000_name/up.sql`
  case folder
  /// `20260801120000_name.sql`
  case whole

  init?(_ name: String, in folder: String) {
    let number = name.hasPrefix("V") ? name.dropFirst() : name[...]
    if name == "up.sql", folder.leadingDigits >= 4 {
      self = .folder
    } else if name.hasSuffix(".up.sql"), number.leadingDigits > 0 {
      self = .pair
    } else if name.hasPrefix("V"), number.leadingDigits > 0, name.contains("__") {
      self = .flyway
    } else if !name.hasSuffix(".down.sql"), name.leadingDigits >= 3 {
      self = .whole
    } else {
      return nil
    }
  }
}

extension StringProtocol {
  fileprivate var leadingDigits: Int { utf8.prefix { $0 >= 0x30 && $0 <= 0x39 }.count }
}
