extension FileRole {
  /// `003_name.up.sql` and `003_name.down.sql`.
  ///
  /// - Parameter isStrict: golang-migrate's own pattern, `^([0-9]+)_(.*)\.(down|up)\.(.*)$`. Else a
  ///   `V` may come first, the digits may end with `.`, `-` or `_`, and the name may be missing.
  static func pairs(_ path: Substring, isStrict: Bool) -> FileRole {
    guard !path.isNested else { return .other }
    let isCapital = !isStrict && path.utf8.first.map { $0 | 0x20 == UInt8(ascii: "v") } == true
    let (digits, rest) = (isCapital ? path.dropFirst() : path).leadingDigits
    for (direction, word) in [(Direction.up, ".up."), (.down, ".down.")] {
      guard let (stem, type) = rest.cutLast(at: word) else { continue }
      let isNamed = stem.utf8.first.map { isStrict ? $0 == 0x5F : "_.-".utf8.contains($0) }
      guard let version = MigrationVersion(digits), isNamed ?? !isStrict else {
        return type.lowercased() == "sql" ? .nearMiss : .other
      }
      let name = String(stem.dropFirst())
      if type == "sql" { return .half(version, name: name, direction) }
      if type.lowercased() == "sql" { return .nearMiss }
      return programs.contains(String(type)) ? .code(version, name: name, direction) : .other
    }
    return !digits.isEmpty && path.isSQLName ? .nearMiss : .other
  }

  /// What projects write the migrations in that SQL cannot do.
  private static let programs: Set = ["go", "js", "php", "py", "rb", "rs", "sh", "ts"]
}

extension Substring {
  /// The parts around the last separator.
  fileprivate func cutLast(at separator: String) -> (before: Substring, after: Substring)? {
    var end = utf8.endIndex
    while let dot = utf8[..<end].lastIndex(of: UInt8(ascii: ".")) {
      if let rest = self[dot...].after(separator) { return (self[..<dot], rest) }
      end = dot
    }
    return nil
  }
}
