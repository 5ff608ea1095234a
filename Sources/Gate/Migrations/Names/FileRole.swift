internal import GateModel

/// What a file of a folder of migrations is by its name alone.
enum FileRole: Hashable {
  /// One direction of a migration.
  case half(MigrationVersion, name: String, Direction)
  /// Both directions, in sections.
  case whole(MigrationVersion, name: String)
  /// One direction that is no SQL, or both.
  case code(MigrationVersion, name: String, Direction)
  /// SQL that belongs to no version, and why.
  case unversioned(String)
  /// Options of the migration in a folder, or in the file of the same name without `.conf`.
  case options(of: String)
  /// Looks like a migration, and the tool would pass it over.
  case nearMiss
  /// No migration.
  case other

  enum Direction: Hashable {
    case up, down
  }

  /// - Parameter path: relative to the folder of migrations.
  init(_ path: Substring, format: MigrationSettings.Format) {
    switch format {
    case .sqlPairs, .golangMigrate: self = .pairs(path, isStrict: format == .golangMigrate)
    case .dbmate: self = .dbmate(path)
    case .goose: self = .goose(path)
    case .flyway: self = .flyway(path)
    case .diesel: self = .diesel(path)
    }
  }
}

extension MigrationSettings.Format {
  /// How a file has to be called, for advice.
  var fileNames: String {
    switch self {
    case .sqlPairs: "`003_name.up.sql` and `003_name.down.sql`"
    case .golangMigrate: "`000003_name.up.sql` and `000003_name.down.sql`"
    case .dbmate, .goose: "`20260801120000_name.sql`"
    case .flyway: "`V3__name.sql`"
    case .diesel: "`2026-08-01-120000-0000_name/up.sql`"
    }
  }

  /// The highest version that fits where the tool stores it, as digits; nil where it stores texts.
  var highestVersion: MigrationVersion? {
    switch self {
    // `bigint`; golang-migrate writes an unsigned number into one.
    case .sqlPairs, .goose, .golangMigrate: MigrationVersion("9223372036854775807")
    case .dbmate, .flyway, .diesel: nil
    }
  }

  /// How many characters a version has at most. Flyway and Diesel have a `varchar(50)`, dbmate one of 128.
  var longestVersion: Int {
    switch self {
    case .sqlPairs, .goose, .golangMigrate, .flyway, .diesel: 50
    case .dbmate: 128
    }
  }
}

extension Substring {
  /// The digits that a name begins with, and the rest.
  var leadingDigits: (digits: Substring, rest: Substring) {
    let digits = utf8.prefix { $0.isDigit }
    return (Substring(digits), Substring(utf8.dropFirst(digits.count)))
  }

  /// Whether it is called like SQL, in capitals too.
  var isSQLName: Bool { lowercased().hasSuffix(".sql") }

  /// Whether it has a folder in front.
  var isNested: Bool { utf8.contains(UInt8(ascii: "/")) }
}
