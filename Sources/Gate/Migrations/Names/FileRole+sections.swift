extension FileRole {
  /// `20260801120000_name.sql`. Source: dbmate, `^\d+.*\.sql$`.
  static func dbmate(_ path: Substring) -> FileRole {
    let (digits, rest) = path.leadingDigits
    guard !path.isNested, let version = MigrationVersion(digits) else { return .other }
    guard let name = rest.before(".sql") else { return rest.isSQLName ? .nearMiss : .other }
    return .whole(version, name: String(name.after("_") ?? name))
  }

  /// `00003_name.sql`, or `00003_name.go`, which is no test.
  static func goose(_ path: Substring) -> FileRole {
    let (digits, rest) = path.leadingDigits
    guard !path.isNested, let version = MigrationVersion(digits) else { return .other }
    if let name = rest.after("_")?.before(".sql") { return .whole(version, name: String(name)) }
    if rest.isSQLName { return .nearMiss }
    guard let name = rest.after("_")?.before(".go"), name.before("_test") == nil else {
      return .other
    }
    return .code(version, name: String(name), .up)
  }
}
