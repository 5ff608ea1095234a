/// The number of a migration, as its file's name has it: `003`, `20260801120000`, `1.2`,
/// `2026-08-01-120000-0000`.
///
/// Compared as numbers of any length, part by part: leading zeros do not count, and neither do parts
/// that are zero at the end, so that `1` and `1.0` are one version, as they are to Flyway. Dashes are
/// no parts: they stand in the date and time of a folder of Diesel's. What follows the fourteen digits
/// of those is one, and counts even if it is zero.
package struct MigrationVersion: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// As written.
  package let description: String
  /// Digits without leading zeros, an empty text for zero.
  private let parts: [String]

  /// Fails where the text is not made of digits, with single dots, underscores or dashes in between.
  package init?(_ text: some StringProtocol) {
    let separators: [UInt8] = [0x2E, 0x5F, 0x2D]  // . _ -
    let runs = text.utf8.split(omittingEmptySubsequences: false) { separators.contains($0) }
    guard runs.allSatisfy({ !$0.isEmpty && $0.allSatisfy(\.isDigit) }) else { return nil }
    var parts = runs.map { String(decoding: $0, as: UTF8.self) }
    let isDate = text.utf8.contains(UInt8(ascii: "-"))
    if isDate {
      let digits = parts.joined()
      parts = [String(digits.prefix(14)), String(digits.dropFirst(14))].filter { !$0.isEmpty }
    }
    parts = parts.map { part in String(part.drop { $0 == "0" }) }
    while !isDate, parts.last?.isEmpty == true { parts.removeLast() }
    description = String(text)
    self.parts = parts
  }

  /// The number itself, for places where one version has to have one spelling: `3` for `003`.
  package var number: String {
    parts.isEmpty ? "0" : parts.map { $0.isEmpty ? "0" : $0 }.joined(separator: ".")
  }

  /// Whether it is too long to have been counted: a date or a time, where gaps mean nothing.
  package var isTimestamp: Bool { (parts.first?.utf8.count ?? 0) >= 8 }

  /// The number as an integer, where it is one and was counted.
  package var counted: Int? {
    guard !isTimestamp, parts.count < 2 else { return nil }
    return parts.first.map { $0.isEmpty ? 0 : Int($0) } ?? 0
  }

  /// The next number in the same spelling: `008` after `007`, `1.10` after `1.9`.
  package var successor: MigrationVersion {
    var digits = Array(description.utf8)
    var index = digits.count - 1
    while index >= 0, digits[index] == UInt8(ascii: "9") {
      digits[index] = UInt8(ascii: "0")
      index -= 1
    }
    if index >= 0, digits[index].isDigit {
      digits[index] += 1
    } else {
      digits.insert(UInt8(ascii: "1"), at: index + 1)
    }
    // Digits and separators are where they were: it is a version.
    return MigrationVersion(String(decoding: digits, as: UTF8.self)) ?? self
  }

  /// Whether both are the same number, however they are written.
  package static func == (a: MigrationVersion, b: MigrationVersion) -> Bool { a.parts == b.parts }

  /// In the order in which migrations run.
  package static func < (a: MigrationVersion, b: MigrationVersion) -> Bool {
    a.parts.lexicographicallyPrecedes(b.parts) {
      $0.utf8.count != $1.utf8.count ? $0.utf8.count < $1.utf8.count : $0 < $1
    }
  }

  /// Takes the number, as `==` does.
  package func hash(into hasher: inout Hasher) { hasher.combine(parts) }
}

extension UInt8 {
  /// An ASCII digit.
  var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
  /// A space, a tab or another blank of SQL's.
  var isBlank: Bool { self == 0x20 || (0x09...0x0D).contains(self) }
}
