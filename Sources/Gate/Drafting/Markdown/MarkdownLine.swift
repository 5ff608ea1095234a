internal import GateModel

/// A line of a Markdown document, as far as a plan is written in it.
struct MarkdownLine: Hashable {
  /// Counts from 1.
  var number: Int
  var kind: Kind

  enum Kind: Hashable {
    case blank
    case heading(level: Int, String)
    /// A bullet or a numbered item; the indent is that of its text.
    case item(indent: Int, String)
    case row([String])
    case text(String)
    /// Inside a fence.
    case code(String)
  }

  static func all(in document: String) -> [MarkdownLine] {
    var lines: [MarkdownLine] = []
    var fence: Substring?
    for (index, line) in document.lines.enumerated() {
      let text = line.drop { $0 == " " || $0 == "\t" || $0 == "\u{FEFF}" }
      let mark = text.prefix { $0 == "`" || $0 == "~" }
      let kind: Kind
      if let open = fence {
        let isEnd = mark.hasPrefix(open) && text.dropFirst(mark.count).allSatisfy(\.isWhitespace)
        kind = isEnd ? .blank : .code(String(text))
        if isEnd { fence = nil }
      } else if mark.utf8.count >= 3, !text.dropFirst(mark.count).contains("`") {
        fence = mark
        kind = .blank
      } else {
        let indent = line.prefix(line.count - text.count).reduce(0) { $0 + ($1 == "\t" ? 4 : 1) }
        kind = MarkdownLine.kind(of: text, indent: indent)
      }
      lines.append(MarkdownLine(number: index + 1, kind: kind))
    }
    return lines
  }

  private static func kind(of text: Substring, indent: Int) -> Kind {
    let trimmed = text.trimmed
    if trimmed.isEmpty || isRule(trimmed) { return .blank }
    let hashes = trimmed.prefix { $0 == "#" }
    if (1...6).contains(hashes.count), trimmed.dropFirst(hashes.count).first?.isWhitespace == true {
      let title = trimmed.dropFirst(hashes.count).trimmed
      return .heading(level: hashes.count, title)
    }
    if trimmed.hasPrefix("|") { return .row(cells(of: trimmed)) }
    if trimmed.hasPrefix("> ") { return kind(of: trimmed.dropFirst(2), indent: indent) }
    if let item = item(trimmed) { return .item(indent: indent, item) }
    return .text(trimmed)
  }

  /// What follows `- `, `* `, `+ `, `1. `, `2) `, and a check box.
  private static func item(_ text: String) -> String? {
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    var rest = text[...]
    if digits.isEmpty {
      guard let mark = rest.first, "-*+•".contains(mark) else { return nil }
      rest = rest.dropFirst()
    } else {
      rest = rest.dropFirst(digits.count)
      guard digits.count <= 3, let mark = rest.first, ".)、".contains(mark) else { return nil }
      rest = rest.dropFirst()
      if mark == "、" { return rest.trimmed }
    }
    guard rest.first?.isWhitespace == true else { return nil }
    rest = rest.drop { $0.isWhitespace }
    for box in ["[ ] ", "[x] ", "[X] ", "[-] "] where rest.hasPrefix(box) {
      rest = rest.dropFirst(4)
    }
    return rest.trimmed
  }

  /// The cells of a table's row; none of the line under its head. `\|` and a `|` in backticks are text.
  private static func cells(of row: String) -> [String] {
    var cells: [String] = []
    var cell = ""
    var isCode = false
    var isEscaped = false
    for character in row.dropFirst() {
      if isEscaped, character != "|" { cell.append("\\") }
      if character == "`" { isCode.toggle() }
      if character == "|", !isCode, !isEscaped {
        cells.append(cell.trimmed)
        cell = ""
      } else if character != "\\" || isEscaped {
        cell.append(character)
      }
      isEscaped = character == "\\" && !isEscaped
    }
    if !cell.trimmed.isEmpty { cells.append(cell.trimmed) }
    let isUnderline = cells.allSatisfy { !$0.isEmpty && $0.allSatisfy { "-: ".contains($0) } }
    return isUnderline ? [] : cells
  }

  private static func isRule(_ text: String) -> Bool {
    guard let mark = text.first, "-*_=".contains(mark), text.count >= 3 else { return false }
    return text.allSatisfy { $0 == mark || $0 == " " }
  }
}

/// Without emphasis around it: `**Files**` is `Files`. The `**` of a pattern, in backticks or beside a
/// slash, is none.
func plain(_ text: some StringProtocol) -> String {
  guard text.utf8.contains(UInt8(ascii: "*")) else { return text.trimmed }
  let characters = Array(text)
  var made = ""
  var isCode = false
  var index = 0
  while index < characters.count {
    if characters[index] == "`" { isCode.toggle() }
    let isMark = characters[index...].prefix(2) == ["*", "*"]
    let isPattern =
      isCode || index > 0 && characters[index - 1] == "/"
      || characters[index...].dropFirst(2).first == "/"
    if isMark, !isPattern {
      index += 2
    } else {
      made += String(characters[index...].prefix(isMark ? 2 : 1))
      index += isMark ? 2 : 1
    }
  }
  return made.trimmed
}

extension StringProtocol {
  /// With every occurrence of one text replaced by another.
  func swapping(_ old: String, for new: String) -> String {
    guard let first = old.utf8.first, utf8.contains(first) else { return String(self) }
    let (old, bytes) = (Array(old.utf8), Array(utf8))
    var made: [UInt8] = []
    var index = 0
    while index < bytes.count {
      if bytes[index] == first, bytes[index...].starts(with: old) {
        made += new.utf8
        index += old.count
      } else {
        made.append(bytes[index])
        index += 1
      }
    }
    return String(decoding: made, as: UTF8.self)
  }
}
