/// A dated exception from one rule for some paths: a line of `waivers:` in gate.yml.
package struct Waiver: Sendable, Hashable {
  /// The id of the rule that is waived.
  package var rule: String
  /// Where it holds. A finding without a path is never waived.
  package var paths: [Glob]
  /// Who answers for it.
  package var owner: String
  /// Why it is right for now; shown with each finding that it waives.
  package var reason: String
  /// The last day on which it holds.
  package var expires: Day
  /// Where gate.yml has it.
  package var location: Location

  /// Makes a waiver; each part is given.
  package init(
    rule: String, paths: [Glob], owner: String, reason: String, expires: Day, location: Location
  ) {
    self.rule = rule
    self.paths = paths
    self.owner = owner
    self.reason = reason
    self.expires = expires
    self.location = location
  }
}

/// A calendar day, UTC: `2026-12-31`.
package struct Day: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// From 0 to 9999, where it was read from a text.
  package var year: Int
  /// From 1 to 12.
  package var month: Int
  /// From 1 to 31.
  package var day: Int

  /// Fails where the text is not a day of the Gregorian calendar, written `YYYY-MM-DD`.
  package init?(_ text: some StringProtocol) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 3, parts.map(\.utf8.count) == [4, 2, 2],
      parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }),
      let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2]),
      (1...12).contains(month), (1...Day.length(ofMonth: month, year: year)).contains(day)
    else { return nil }
    self.init(year: year, month: month, day: day)
  }

  private init(year: Int, month: Int, day: Int) {
    self.year = year
    self.month = month
    self.day = day
  }

  /// The day on which a moment falls, in seconds since 1970-01-01T00:00:00Z.
  ///
  /// Source: H. Hinnant, "chrono-Compatible Low-Level Date Algorithms", `civil_from_days`.
  package init(secondsSince1970 seconds: Int) {
    let days = Int((Double(seconds) / 86_400).rounded(.down)) + 719_468
    let era = (days >= 0 ? days : days - 146_096) / 146_097
    let dayOfEra = days - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shifted = (5 * dayOfYear + 2) / 153
    let month = shifted < 10 ? shifted + 3 : shifted - 9
    self.init(
      year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month: month,
      day: dayOfYear - (153 * shifted + 2) / 5 + 1)
  }

  /// `YYYY-MM-DD`.
  package var description: String {
    "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
  }

  /// The earlier day comes first.
  package static func < (a: Day, b: Day) -> Bool {
    (a.year, a.month, a.day) < (b.year, b.month, b.day)
  }

  private static func length(ofMonth month: Int, year: Int) -> Int {
    switch month {
    case 4, 6, 9, 11: 30
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    default: 31
    }
  }
}

/// A number in decimal with leading zeros.
package func padded(_ number: Int, _ width: Int) -> String {
  let digits = String(number)
  return String(repeating: "0", count: max(0, width - digits.count)) + digits
}
