import GateModel

/// Turns every line that the expression matches into a finding; the others are the tool's talk.
func readLines(
  _ bytes: [UInt8], _ match: LineMatch, into collector: inout FindingCollector
) throws {
  for line in TextLines(plainText(bytes)) {
    guard let groups = try match(line) else { continue }
    let path = groups["path"] ?? ""
    try collector.add(
      path.isEmpty ? .none : .path(path[...]), line: groups["line"].flatMap { Int($0) },
      rule: groups["rule"], level: level(groups["level"] ?? ""), message: groups["message"] ?? "")
  }
}

/// What tools call their levels; a finding without one is an error.
private func level(_ word: String) -> Finding.Level {
  switch word.lowercased() {
  case "warning", "warn", "w": .warning
  case "note", "notice", "info", "information", "hint", "style", "i", "n": .note
  default: .error
  }
}
