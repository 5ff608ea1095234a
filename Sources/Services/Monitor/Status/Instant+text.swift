internal import FoundationEssentials

extension Instant {
  /// As RFC 3339 has it, in UTC, with microseconds: `2026-11-25T17:52:36.123456Z`.
  package var timestamp: String {
    let (seconds, rest) = microseconds.quotientAndRemainder(dividingBy: 1_000_000)
    let isBefore = rest < 0
    let whole = Date(timeIntervalSince1970: Double(isBefore ? seconds - 1 : seconds))
    let digits = String(1_000_000 + (isBefore ? rest + 1_000_000 : rest)).dropFirst()
    return whole.formatted(.iso8601).dropLast() + ".\(digits)Z"
  }

  /// Reads what `timestamp` writes; parts of a microsecond are dropped. Nil where it is no time.
  package init?(timestamp text: String) {
    let halves = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    let seconds = halves.count == 2 ? halves[0] + "Z" : text[...]
    // What cannot be read is no time.
    guard let date = try? Date(String(seconds), strategy: .iso8601) else { return nil }
    let fraction = halves.count == 2 ? halves[1].dropLast() : ""
    let digits = (fraction + "000000").prefix(6)
    guard let rest = Int64(digits), halves.count < 2 || text.hasSuffix("Z") else { return nil }
    self.init(microseconds: Int64(date.timeIntervalSince1970) * 1_000_000 + rest)
  }
}
