internal import Tmux

/// What tmux's list says of one pane.
struct PaneRow: Sendable, Hashable {
  var pane: PaneID
  /// Whether its program has ended and the pane was kept.
  var isDead: Bool
  /// Nil where it lives, or a signal ended it.
  var exitCode: Int?
  var process: Int32
  /// When something was last written to its window, in seconds since 1970 by the clock of the server.
  var activity: Int64
  /// Cursor, history and size, as one text: they change with most of what is written.
  var shape: String
  var session: String
  var window: String
  /// What `@gate_lane` of it says; empty where it is not set.
  var mark: String
  /// The program that has the terminal; empty where it was not asked for.
  var command: String
  var title: String

  /// What tmux is asked for each pane. Numbers first, then how long each text is, then the texts: any of them
  /// can hold whatever would stand between two.
  ///
  /// - Parameter withCommand: costs a look into `/proc` for each pane.
  static func format(withCommand: Bool) -> String {
    let numbers = [
      "pane_id", "pane_dead", "pane_dead_status", "pane_dead_signal", "pane_pid", "window_activity",
      "cursor_x", "cursor_y", "history_size", "pane_width", "pane_height",
    ]
    let command = withCommand ? "#{=64:pane_current_command}" : ""
    let texts = [
      "#{session_name}", "#{window_name}", "#{@gate_lane}", command, "#{=300:pane_title}",
    ]
    let lengths = [
      "#{n:session_name}", "#{n:window_name}", "#{n:@gate_lane}",
      withCommand ? "#{n:\(command)}" : "0", "#{n:#{=300:pane_title}}",
    ]
    return (numbers.map { "#{\($0)}" } + lengths).joined(separator: "|") + "|" + texts.joined()
  }

  /// Reads what came of the format for some panes, each with the end of a line.
  ///
  /// - Returns: the panes, and how many of them could not be read.
  static func all(in body: [UInt8]) -> (rows: [PaneRow], unread: Int) {
    var (rows, unread, rest) = ([PaneRow](), 0, body[...])
    while !rest.isEmpty {
      if let (row, end) = one(in: rest) {
        rows.append(row)
        rest = rest[end...]
      } else {
        // The rest of one that was cut off is not the beginning of another.
        if rest.first == UInt8(ascii: "%") { unread += 1 }
        rest = rest.drop { $0 != 0x0A }.dropFirst()
      }
    }
    return (rows, unread)
  }

  private static func one(in bytes: ArraySlice<UInt8>) -> (PaneRow, end: Int)? {
    let fields = bytes.split(
      separator: UInt8(ascii: "|"), maxSplits: 16, omittingEmptySubsequences: false)
    guard fields.count == 17 else { return nil }
    let words = fields[..<16].map { String(decoding: $0, as: UTF8.self) }
    let lengths = words[11..<16].compactMap { Int($0) }
    guard let pane = PaneID(words[0]), let process = Int32(words[4]),
      let activity = Int64(words[5]),
      lengths.count == 5, lengths.allSatisfy({ (0...bytes.count).contains($0) })
    else { return nil }
    var texts = fields[16]
    guard lengths.reduce(0, +) < texts.count else { return nil }
    let parts = lengths.map { length in
      defer { texts = texts.dropFirst(length) }
      return String(decoding: texts.prefix(length), as: UTF8.self)
    }
    guard texts.first == 0x0A else { return nil }
    let row = PaneRow(
      pane: pane, isDead: words[1] == "1", exitCode: words[3].isEmpty ? Int(words[2]) : nil,
      process: process, activity: activity, shape: words[6...10].joined(separator: " "),
      session: parts[0], window: parts[1], mark: parts[2], command: parts[3], title: parts[4])
    return (row, texts.startIndex + 1)
  }

  /// Whether it is one of a control client of ours.
  var isHidden: Bool { window == HiddenSession.window && HiddenSession(session) != nil }

  /// Whether the program that has the terminal is no shell: something was started in it.
  var isBusy: Bool {
    let name = command.drop { $0 == "-" }
    return !name.isEmpty && !PaneRow.shells.contains(String(name))
  }

  private static let shells: Set<String> = [
    "sh", "bash", "zsh", "fish", "dash", "ksh", "mksh", "tcsh", "csh", "nu", "pwsh", "elvish",
  ]
}
