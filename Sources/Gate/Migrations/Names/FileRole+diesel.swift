extension FileRole {
  /// `2026-08-01-120000-0000_name/up.sql`, `down.sql` and `metadata.toml` beside it.
  ///
  /// Diesel takes what stands before the first `_`, without its dashes, and compares it as a text; here
  /// it has to be a number.
  static func diesel(_ path: Substring) -> FileRole {
    let parts = path.utf8.split(separator: UInt8(ascii: "/")).map { Substring($0) }
    guard let folder = parts.first, parts.count == 2 else {
      return parts.count == 1 && path.isSQLName && !path.leadingDigits.digits.isEmpty
        ? .nearMiss : .other
    }
    if parts[1] == "metadata.toml" { return .options(of: String(folder)) }
    guard ["up.sql", "down.sql"].contains(parts[1].lowercased()) else { return .other }
    let bar = folder.utf8.firstIndex(of: UInt8(ascii: "_")) ?? folder.utf8.endIndex
    let digits = folder[..<bar]
    guard !digits.utf8.contains(UInt8(ascii: ".")), let version = MigrationVersion(digits) else {
      return folder.utf8.first == UInt8(ascii: ".") ? .other : .nearMiss
    }
    let name = String(folder[bar...].dropFirst())
    switch parts[1] {
    case "up.sql": return .half(version, name: name, .up)
    case "down.sql": return .half(version, name: name, .down)
    default: return .nearMiss
    }
  }
}
