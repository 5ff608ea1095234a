extension FileRole {
  /// `V1.2__name.sql`, `U1.2__name.sql` to undo it, `R__name.sql`; in folders too.
  static func flyway(_ path: Substring) -> FileRole {
    let file = Substring(path.utf8.split(separator: UInt8(ascii: "/")).last ?? path.utf8)
    if file.before(".sql.conf") != nil { return .options(of: String(path.dropLast(5))) }
    let isVersioned = file.dropFirst().utf8.first?.isDigit == true
    guard let stem = file.before(".sql") else {
      if file.isSQLName, isVersioned { return .nearMiss }
      guard let stem = file.before(".java") ?? file.before(".kt"), let rest = stem.after("V"),
        let (version, name) = versionAndName(rest)
      else { return .other }
      return .code(version, name: name, .up)
    }
    if stem.after("R__") != nil {
      return .unversioned("runs again whenever it changes")
    }
    for (letter, direction) in [("V", Direction.up), ("U", .down)] {
      if let (version, name) = stem.after(letter).flatMap(versionAndName) {
        return .half(version, name: name, direction)
      }
    }
    if stem.after("B").flatMap(versionAndName) != nil {
      return .unversioned("is a baseline, which only an empty database runs")
    }
    let isNumber = file.utf8.first?.isDigit == true
    return isNumber || isVersioned && "VURBvurb".contains(file.prefix(1)) ? .nearMiss : .other
  }

  /// The parts of `1.2__name`; the name may be missing.
  private static func versionAndName(_ text: Substring) -> (MigrationVersion, String)? {
    var end = text.utf8.startIndex
    while let bar = text.utf8[end...].firstIndex(of: UInt8(ascii: "_")) {
      if let name = text[bar...].after("__") {
        return version(text[..<bar]).map { ($0, String(name)) }
      }
      end = text.utf8.index(after: bar)
    }
    return version(text).map { ($0, "") }
  }

  private static func version(_ text: Substring) -> MigrationVersion? {
    text.utf8.contains(UInt8(ascii: "-")) ? nil : MigrationVersion(text)
  }
}
