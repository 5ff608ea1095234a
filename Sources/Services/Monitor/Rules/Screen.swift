/// What a terminal shows, as text that rules can be tried on: without colours, without blanks at the ends
/// of lines, with ordinary spaces.
///
/// Whatever a program prints, it is small: 300 lines of 500 characters at most, the last ones.
package struct Screen: Sendable, Hashable {
  /// From top to bottom.
  package let lines: [String]

  private static let maximumBytes = 1 << 18
  private static let maximumLines = 300
  private static let maximumLineBytes = 4096
  private static let maximumColumns = 500

  /// Reads what a terminal was asked for: lines, with or without escape sequences.
  package init(_ text: String) {
    var tail = text.utf8.suffix(Screen.maximumBytes)
    if tail.startIndex != text.utf8.startIndex {
      if let end = tail.firstIndex(of: UInt8(ascii: "\n")) {
        // The first line is only the end of one.
        tail = tail[tail.index(after: end)...]
      } else {
        tail = text.utf8.prefix(Screen.maximumLineBytes)
      }
    }
    let all = tail.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    var lines = all.suffix(Screen.maximumLines).map { line in
      Screen.plain(String(decoding: line.prefix(Screen.maximumLineBytes), as: UTF8.self))
    }
    while lines.last?.isEmpty == true { lines.removeLast() }
    self.lines = lines
  }

  /// Of the whole screen, for telling it from another one.
  package var digest: UInt64 { Monitor.digest(of: lines) }

  /// The last lines that are not blank, from top to bottom.
  func last(_ count: Int) -> [String] { lines.filter { !$0.isEmpty }.suffix(count) }

  /// The block directly above the input box; nil where there is no such box, as in a dialog.
  var slot: [String]? {
    guard let top = inputTop else { return nil }
    var end = top
    while end > 0, lines[end - 1].isEmpty { end -= 1 }
    var start = end
    while start > 0, !lines[start - 1].isEmpty, !Screen.isRule(lines[start - 1]) { start -= 1 }
    return Array(lines[start..<end])
  }

  /// The line where the lowest input box begins: between two rules, or a bare prompt.
  private var inputTop: Int? {
    for index in lines.indices.reversed() {
      guard Screen.isPrompt(lines[index]) else { continue }
      // What is typed may be long: the rule above it can be some lines away, never beyond a blank one.
      let above = lines[..<index].indices.reversed().prefix(1)
      return above.first.flatMap { Screen.isRule(lines[$0]) ? $0 : nil } ?? index
    }
    return nil
  }

  /// `❯ text`, `› text`, `> text`, also in a box; not `❯ 1. Yes`, which is a choice in a dialog.
  private static func isPrompt(_ line: String) -> Bool {
    var rest = line[...]
    if rest.hasPrefix("│") { rest = rest.dropFirst() }
    rest = rest.drop { $0 == " " }
    guard let mark = rest.first, "❯›>".contains(mark) else { return false }
    rest = rest.dropFirst()
    guard rest.first.map({ $0 == " " }) ?? true else { return false }
    let digits = rest.drop { $0 == " " }.prefix { $0.isASCII && $0.isNumber }
    return digits.isEmpty || rest.drop { $0 == " " }.dropFirst(digits.count).first != "."
  }

  private static func isRule(_ line: String) -> Bool {
    let marks = line.unicodeScalars.filter { $0 != " " }
    return marks.count >= 8 && marks.prefix(2).allSatisfy { "─━╭╰┌└▀▄".unicodeScalars.contains($0) }
      && marks.dropFirst().prefix(6).allSatisfy { "─━▀▄".unicodeScalars.contains($0) }
  }

  /// One line without escape sequences and other control characters.
  static func plain(_ line: String) -> String {
    var kept = String.UnicodeScalarView()
    var (escape, count) = (EscapeSequence(), 0)
    for scalar in line.unicodeScalars where count < maximumColumns {
      guard escape.isText(scalar) else { continue }
      kept.append(scalar.properties.isWhitespace ? " " : scalar)
      count += 1
    }
    while kept.last == " " { kept.removeLast() }
    return String(kept)
  }
}

/// Tells text from what steers a terminal. Source: ECMA-48, 5.4 and 8.3; OSC and its kin end at BEL or ST.
private struct EscapeSequence {
  private enum State { case text, escape, control, string, stringEscape }
  private var state = State.text

  mutating func isText(_ scalar: Unicode.Scalar) -> Bool {
    let value = scalar.value
    switch state {
    case .text:
      switch value {
      case 0x1B: state = .escape
      case 0x9B: state = .control
      case 0x09, 0x20...0x7E, 0xA0...: return true
      default: break
      }
    case .escape:
      switch value {
      case 0x5B: state = .control
      case 0x5D, 0x50, 0x58, 0x5E, 0x5F: state = .string
      // An intermediate character is followed by another one.
      case 0x20...0x2F: break
      default: state = .text
      }
    case .control: if (0x40...0x7E).contains(value) { state = .text }
    case .string:
      if value == 0x07 || value == 0x9C { state = .text }
      if value == 0x1B { state = .stringEscape }
    case .stringEscape: state = value == 0x5C ? .text : .string
    }
    return false
  }
}
