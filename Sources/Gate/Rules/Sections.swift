package import GateModel

/// The sections of a description, by demand: what was found under each.
///
/// A section is a Markdown heading with one of its names, a line in bold with it, or a line that begins
/// with the name and a colon. It reaches to the next section, heading of its level or trailers.
package func sections(of text: String, demanded: [SectionDemand]) -> [String: String] {
  var found: [String: [Substring]] = [:]
  var open: (id: String, level: Int)?
  var fence: Substring?
  for line in text.lines {
    let isFence = line.trimmed.hasPrefix("```") || line.trimmed.hasPrefix("~~~")
    if isFence {
      let mark = line.trimmed.prefix(3)
      if fence == nil { fence = mark } else if fence == mark { fence = nil }
    }
    if fence == nil, !isFence, let heading = Heading(line) {
      if let demand = demanded.first(where: { $0.isNamed(heading.title) }) {
        open = (demand.id, heading.level)
        found[demand.id, default: []] += heading.rest.map { [$0] } ?? []
        continue
      }
      if let current = open, heading.isProper, heading.level <= current.level { open = nil }
    }
    if let open { found[open.id]?.append(line) }
  }
  return found.mapValues { withoutTrailers($0).joined(separator: "\n").trimmed }
}

/// A line that may begin a section.
private struct Heading {
  var title: String
  /// 1 to 6; a `Name:` line is below every heading.
  var level: Int
  /// What follows on the same line.
  var rest: Substring?
  /// A heading proper, not a `Name: …` line.
  var isProper: Bool

  init?(_ line: Substring) {
    let text = line.drop { $0 == " " }
    let marks = text.prefix { $0 == "#" }
    if (1...6).contains(marks.count) {
      let name = text.dropFirst(marks.count)
      guard name.first?.isWhitespace ?? false else { return nil }
      (level, rest, isProper) = (marks.count, nil, true)
      let bare = name.trimmed.drop { "*_".contains($0) }
      title = Heading.bare(bare.trimmed)
      if let colon = title.firstIndex(where: { $0 == ":" || $0 == "：" }) {
        let after = title[title.index(after: colon)...]
        if !after.trimmed.isEmpty { rest = after }
        title = title[..<colon].trimmed
      }
      return
    }
    guard let colon = text.firstIndex(where: { $0 == ":" || $0 == "：" }) else {
      guard text.hasPrefix("**"), text.trimmed.hasSuffix("**"), text.count > 4 else { return nil }
      (title, level, rest, isProper) = (Heading.bare(text.trimmed), 6, nil, true)
      return
    }
    let name = text[..<colon]
    guard name.count <= 60 else { return nil }
    var after = text[text.index(after: colon)...]
    let emphasis = name.prefix { $0 == "*" || $0 == "_" }
    if !emphasis.isEmpty, after.hasPrefix(emphasis) { after = after.dropFirst(emphasis.count) }
    (title, level, rest, isProper) = (Heading.bare(name.trimmed), 7, after, false)
  }

  private static func bare(_ text: String) -> String {
    let marks: Set<Character> = ["*", "_", "#", ":", "：", " "]
    let start = text.drop { marks.contains($0) }
    return String(start.reversed().drop { marks.contains($0) }.reversed())
  }
}

extension SectionDemand {
  fileprivate func isNamed(_ title: String) -> Bool {
    names.contains { $0.lowercased() == title.lowercased() }
  }
}

/// Trailers close a commit message; they are of no section.
private func withoutTrailers(_ lines: [Substring]) -> [Substring] {
  var lines = lines
  func isTrailer(_ line: Substring) -> Bool {
    guard let colon = line.firstIndex(of: ":"), line.first?.isLetter == true else { return false }
    let key = line[..<colon]
    return key.utf8.allSatisfy { $0.isLetterOrDigit || $0 == UInt8(ascii: "-") }
      && line[line.index(after: colon)...].first == " "
  }
  while let last = lines.last, last.trimmed.isEmpty { lines.removeLast() }
  guard let blank = lines.lastIndex(where: { $0.trimmed.isEmpty }) else { return lines }
  let paragraph = lines[(blank + 1)...]
  return !paragraph.isEmpty && paragraph.allSatisfy(isTrailer) ? Array(lines[..<blank]) : lines
}

/// Whether a text says something: not a placeholder, not a template's own prompt.
package func isAnswer(_ text: String) -> Bool {
  let words = withoutComments(text).lines.map { line in
    line.trimmed.drop { "-*+>#.0123456789 ".contains($0) }.trimmed
  }.filter { !$0.isEmpty && !isPrompt($0) }
  let said = words.joined(separator: " ").lowercased()
  let letters = said.unicodeScalars.filter(\.properties.isAlphabetic)
  guard letters.count >= 2 || said.contains(where: \.isNumber) && !letters.isEmpty else {
    return false
  }
  let bare = said.unicodeScalars.filter {
    $0.properties.isAlphabetic || $0.properties.numericType != nil || $0 == " "
  }
  let plain = String(String.UnicodeScalarView(bare)).trimmed
  return !placeholders.contains(plain)
}

/// `<what could go wrong>`, `[describe]`, `{{ risk }}`: waiting to be replaced.
private func isPrompt(_ line: String) -> Bool {
  let pairs: [(String, String)] = [("<", ">"), ("[", "]"), ("{", "}"), ("(", ")"), ("_", "_")]
  return pairs.contains { line.hasPrefix($0) && line.hasSuffix($1) && line.count > 2 }
    && !line.contains("](")
}

private func withoutComments(_ text: String) -> String {
  var kept = ""
  var rest = text[...]
  while let start = rest.firstRange(of: "<!--") {
    kept += rest[..<start.lowerBound]
    rest = rest[start.upperBound...].firstRange(of: "-->").map { rest[$0.upperBound...] } ?? ""
  }
  return kept + rest
}

extension Substring {
  fileprivate func firstRange(of text: StaticString) -> Range<Index>? {
    let wanted = text.description
    var start = startIndex
    while let found = self[start...].firstIndex(of: wanted.first ?? " ") {
      if self[found...].hasPrefix(wanted) {
        return found..<index(found, offsetBy: wanted.count)
      }
      start = index(after: found)
    }
    return nil
  }
}

/// What people write to have written something; compared without case and punctuation.
private let placeholders: Set<String> = [
  "", "na", "n a", "n/a", "none", "nil", "null", "no", "nope", "nothing", "not applicable", "tbd",
  "to be determined", "to be done", "todo", "to do", "wip", "fixme", "xxx", "later", "same",
  "same as above", "see above", "see title", "as title", "placeholder", "fill in", "fill me in",
  "describe", "lorem ipsum", "ok", "fine", "none known", "no risk", "no risks", "unknown", "yes",
  "无", "暂无", "没有", "待定", "待补充", "略", "同上", "无风险", "不适用", "无需",
  "なし", "特になし", "未定",
]
