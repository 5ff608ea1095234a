internal import GateModel

extension MigrationSettings.Format {
  /// The first number of a project, as the tool itself would give it; nil for the time in seconds.
  func firstVersion(at time: Int) -> MigrationVersion? {
    switch self {
    case .sqlPairs: MigrationVersion("001")
    case .golangMigrate: MigrationVersion("000001")
    case .flyway: MigrationVersion("1")
    case .dbmate, .goose: nil
    case .diesel: TimeStyle.dashed.version(time)
    }
  }

  /// Whether the tool runs a migration in a transaction that says nothing of it; nil where that depends
  /// on its statements.
  var defaultsToTransaction: Bool? {
    switch self {
    case .dbmate, .goose, .diesel: true
    case .sqlPairs, .golangMigrate, .flyway: nil
    }
  }

  /// The files of a new migration: what their names end with (begin with, for Flyway), and their texts.
  func templates(name: String) -> [(suffix: String, text: String)] {
    let up = "-- \(name): what changes, and why.\n"
    let down = "-- Undoes \(name): the schema is then what it was before.\n"
    return switch self {
    case .sqlPairs, .golangMigrate: [(".up.sql", up), (".down.sql", down)]
    case .dbmate: [(".sql", "-- migrate:up\n\(up)\n\n-- migrate:down\n\(down)\n")]
    case .goose: [(".sql", "-- +goose Up\n\(up)\n\n-- +goose Down\n\(down)\n")]
    case .flyway: [("V", up), ("U", down)]
    case .diesel: [("/up.sql", up), ("/down.sql", down)]
    }
  }
}

/// How a set writes the time in its numbers.
enum TimeStyle {
  /// `20260801`, `202608011200`, `20260801120000`.
  case day, minutes, seconds
  /// `2026-08-01-120000-0000`, as Diesel does.
  case dashed
  /// Seconds or milliseconds since 1970.
  case unix, unixMilliseconds

  /// Told by the number of digits, which two styles can share; nil for a number that was counted.
  init?(of version: MigrationVersion, near time: Int) {
    let text = version.description
    guard version.isTimestamp else { return nil }
    if text.utf8.contains(UInt8(ascii: "-")) {
      self = .dashed
      return
    }
    switch text.utf8.count {
    case 8: self = .day
    case 10:
      // Thirty years around now; a date and an hour is far from that.
      guard let seconds = Int(text), abs(seconds - time) < 1_000_000_000 else { return nil }
      self = .unix
    case 12: self = .minutes
    case 13: self = .unixMilliseconds
    case 14: self = .seconds
    default: return nil
    }
  }

  /// A moment in this style, UTC.
  func version(_ time: Int) -> MigrationVersion {
    let time = max(0, time)
    let day = "\(Day(secondsSince1970: time))"
    let date = day.replacing("-", with: "")
    let clock = [time / 3600 % 24, time / 60 % 60, time % 60].map { padded($0, 2) }
    let text =
      switch self {
      case .day: date
      case .minutes: date + clock[0] + clock[1]
      case .seconds: date + clock.joined()
      case .dashed: "\(day)-\(clock.joined())-0000"
      case .unix: "\(time)"
      case .unixMilliseconds: "\(time)000"
      }
    // Digits, all of them.
    guard let version = MigrationVersion(text) else { preconditionFailure("no version: \(text)") }
    return version
  }
}
