internal import GateModel

/// The statements without what does not count: two texts with one result are the same to Postgres.
///
/// Comments and blanks between two tokens become one space, or nothing beside `,`, `;` and a
/// parenthesis. Between two strings a line feed stays one, because it joins them. What is quoted
/// (`'…'`, `E'…'`, `"…"`, `$tag$…$tag$`) stays as it is, so comments in the body of a function count;
/// only CR LF becomes LF there too, since git may change it on checkout. Upper and lower case are
/// different: where they do not count is a question for Postgres' own parser.
///
/// Source: PostgreSQL, 4.1 "Lexical Structure", with `standard_conforming_strings` on. Linear in the
/// length; what is not closed is quoted to the end.
func canonicalSQL(_ text: String) -> [UInt8] {
  var scanner = SQLScanner(text)
  while scanner.step() {}
  return scanner.output
}

/// Whether a text has anything but comments, blanks and semicolons.
func hasStatement(_ text: String) -> Bool {
  var scanner = SQLScanner(text)
  var seen = 0
  while scanner.step() {
    if scanner.output[seen...].contains(where: { $0 != UInt8(ascii: ";") }) { return true }
    seen = scanner.output.count
  }
  return false
}

private struct SQLScanner {
  private let bytes: [UInt8]
  private var index = 0
  private var gap: Gap?
  private(set) var output: [UInt8] = []

  /// What stood since the last token.
  private enum Gap { case blank, lineFeed }

  init(_ text: String) {
    bytes = Array(text.utf8)
  }

  /// Goes on by one token, comment or blank; false at the end.
  mutating func step() -> Bool {
    guard let byte = at(0) else { return false }
    switch byte {
    case _ where byte.isBlank: skip(to: index + 1)
    case UInt8(ascii: "-") where at(1) == byte: skipLine()
    case UInt8(ascii: "/") where at(1) == UInt8(ascii: "*"): skipBlock()
    case quote: take(to: endOfString(from: index + 1, escapes: false))
    case UInt8(ascii: "\""): take(to: endOfString(from: index + 1, escapes: false, byte))
    case UInt8(ascii: "$"): take(to: endOfDollar())
    case _ where byte.beginsWord: takeWord()
    default: take(to: index + 1)
    }
    return true
  }

  private let quote = UInt8(ascii: "'")

  private func at(_ offset: Int) -> UInt8? {
    index + offset < bytes.count ? bytes[index + offset] : nil
  }

  private mutating func skip(to end: Int) {
    if gap != .lineFeed { gap = bytes[index..<end].contains(0x0A) ? .lineFeed : .blank }
    index = end
  }

  /// A comment up to the end of its line, which is skipped by itself.
  private mutating func skipLine() {
    skip(to: bytes[index...].firstIndex(of: 0x0A) ?? bytes.count)
  }

  /// A comment that may hold others.
  private mutating func skipBlock() {
    var (depth, end) = (1, index + 2)
    while depth > 0, end < bytes.count {
      let pair = bytes[end..<min(end + 2, bytes.count)]
      switch (pair.first, pair.last) {
      case (UInt8(ascii: "*"), UInt8(ascii: "/")): (depth, end) = (depth - 1, end + 2)
      case (UInt8(ascii: "/"), UInt8(ascii: "*")): (depth, end) = (depth + 1, end + 2)
      default: end += 1
      }
    }
    // Its line feeds do not join strings.
    if gap == nil { gap = .blank }
    index = min(end, bytes.count)
  }

  private mutating func takeWord() {
    var end = index + 1
    while end < bytes.count, bytes[end].continuesWord { end += 1 }
    let isE = end == index + 1 && bytes[index] | 0x20 == UInt8(ascii: "e")
    guard isE, end < bytes.count, bytes[end] == quote else { return take(to: end) }
    take(to: endOfString(from: end + 1, escapes: true))
    // A string that goes on in another line goes on with its escapes.
    while let next = continuation(from: index) {
      if next > index + 1 { (index, gap) = (next - 1, .lineFeed) }
      take(to: endOfString(from: next, escapes: true))
    }
  }

  /// The index behind the closing quote. A doubled one ends a string and begins the next: the same.
  private func endOfString(from start: Int, escapes: Bool, _ quote: UInt8 = 0x27) -> Int {
    var end = start
    while end < bytes.count {
      if bytes[end] == quote { return end + 1 }
      end += escapes && bytes[end] == UInt8(ascii: "\\") ? 2 : 1
    }
    return bytes.count
  }

  /// The index behind the quote that continues a string which has ended: directly, as a doubled quote,
  /// or after blanks with a line feed and comments between them.
  private func continuation(from start: Int) -> Int? {
    var (end, hasFeed) = (start, false)
    while end < bytes.count {
      if bytes[end] == quote { return hasFeed || end == start ? end + 1 : nil }
      if bytes[end] == UInt8(ascii: "-"), end + 1 < bytes.count, bytes[end + 1] == bytes[end] {
        end = bytes[end...].firstIndex(of: 0x0A) ?? bytes.count
      } else if bytes[end].isBlank {
        hasFeed = hasFeed || bytes[end] == 0x0A
        end += 1
      } else {
        return nil
      }
    }
    return nil
  }

  /// The index behind a string in dollars, or behind the dollar where it begins none.
  private func endOfDollar() -> Int {
    var end = index + 1
    if end < bytes.count, bytes[end].beginsWord {
      while end < bytes.count, bytes[end] != UInt8(ascii: "$"), bytes[end].continuesWord {
        end += 1
      }
    }
    guard end < bytes.count, bytes[end] == UInt8(ascii: "$") else { return index + 1 }
    let tag = bytes[index...end]
    var from = end + 1
    while let dollar = bytes[from...].firstIndex(of: UInt8(ascii: "$")) {
      if bytes[dollar...].starts(with: tag) { return dollar + tag.count }
      from = dollar + 1
    }
    return bytes.count
  }

  /// Writes a token, with what has to stand between it and the last one.
  private mutating func take(to end: Int) {
    let end = min(end, bytes.count)
    if let gap, let last = output.last, !last.standsAlone, !bytes[index].standsAlone {
      let joins = gap == .lineFeed && last == quote && bytes[index] == quote
      output.append(joins ? 0x0A : 0x20)
    }
    gap = nil
    while index < end {
      let returns = bytes[index..<end].prefix { $0 == 0x0D }
      index += returns.count
      if index == end || bytes[index] != 0x0A { output += returns }
      if index < end { output.append(bytes[index]) }
      index += 1
    }
    index = end
  }
}

extension UInt8 {
  fileprivate var beginsWord: Bool {
    self >= 0x80 || self == UInt8(ascii: "_") || isLetterOrDigit && !isDigit
  }

  fileprivate var continuesWord: Bool { beginsWord || isDigit || self == UInt8(ascii: "$") }

  /// A token of one byte that nothing can join: blanks beside it do not count.
  fileprivate var standsAlone: Bool { ",;()".utf8.contains(self) }
}
