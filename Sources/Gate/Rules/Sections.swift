package import GateModel

/// The sections of a description, by demand: what was found under each.
///
/// A section is a Markdown heading with one of its names, a line in bold with it, or a line that begins
/// with the name and a colon. It reaches to the next section, heading of its level or trailers.
/// What is commented out is not there.
package func sections(of text: String, demanded: [SectionDemand]) -> [String: String] {
  let names = SectionNames(demanded)
  let lines = visibleLines(of: text)
  let trailers = TrailerBlock(lines, names)
  var found: [String: [Substring]] = [:]
  var open: (id: String, level: Int)?
  var isUnderline = false
  for (index, line) in lines.enumerated() {
    if isUnderline {
      isUnderline = false
      continue
    }
    let heading = line.isCode ? nil : Heading(lines, at: index)
    if let heading {
      isUnderline = heading.isUnderlined
      if let id = names.id(of: heading.title) {
        open = (id, heading.level)
        found[id, default: []] += heading.rest.map { [$0] } ?? []
        continue
      }
      if let current = open, heading.isProper, heading.level <= current.level { open = nil }
    }
    if let current = open, trailers.end(sectionOf: current.level, at: index) { open = nil }
    if let open { found[open.id]?.append(line.text) }
  }
  return found.mapValues { $0.joined(separator: "\n").trimmed }
}

/// The names that sections go by, compared without case and decoration.
private struct SectionNames {
  private var ids: [String: String] = [:]

  init(_ demands: [SectionDemand]) {
    for demand in demands.reversed() {
      for name in demand.names { ids[bare(name[...])] = demand.id }
    }
  }

  func id(of title: Substring) -> String? { ids[bare(title)] }
}

/// A name without what stands around it: `2. **Risk:**` is `risk`.
private func bare(_ name: Substring) -> String {
  // A title is short; what is longer is none of ours.
  guard name.utf8.count <= 400 else { return "" }
  let start = name.drop { !$0.isLetter }
  return String(start.reversed().drop { !$0.isLetter && !$0.isNumber }.reversed()).lowercased()
}

/// A line that may begin a section.
private struct Heading {
  var title: Substring
  /// 1 to 6 for `#` and underlined headings, 6 for a line in bold, 7 for a `Name:` line.
  var level: Int
  /// What follows on the same line.
  var rest: Substring?
  var isUnderlined: Bool
  /// A heading by itself, whatever its name.
  var isProper: Bool { level < 7 }

  private init(title: Substring, level: Int, rest: Substring?, isUnderlined: Bool) {
    self.title = title
    self.level = level
    self.rest = rest
    self.isUnderlined = isUnderlined
  }

  init?(_ lines: [VisibleLine], at index: Int) {
    let text = lines[index].text.drop { $0 == " " }
    guard !text.isEmpty else { return nil }
    if text.first == "#" {
      self.init(hashed: text)
    } else if let level = Heading.underline(lines, at: index) {
      self.init(title: text, level: level, rest: nil, isUnderlined: true)
    } else {
      self.init(named: text)
    }
  }

  private init?(hashed text: Substring) {
    let marks = text.prefix(7).prefix { $0 == "#" }
    let name = text[marks.endIndex...]
    guard marks.count <= 6, name.first?.isWhitespace == true else { return nil }
    let (title, rest) = Heading.split(name) ?? (name, nil)
    self.init(title: title, level: marks.count, rest: rest, isUnderlined: false)
  }

  /// `Name: text`, `**Name:** text`, `- Name: text`, or a line in bold.
  private init?(named text: Substring) {
    let isItem = ["- ", "* ", "+ "].contains(text.prefix(2))
    let line = isItem ? text.dropFirst(2).drop { $0 == " " } : text
    let marks = line.prefix(2)
    if marks == "**" || marks == "__", line.utf8.count <= 400,
      let last = line.lastIndex(where: { !$0.isWhitespace && $0 != ":" && $0 != "：" }),
      line[...last].hasSuffix(marks), line[...last].count > 4
    {
      self.init(title: line, level: 6, rest: nil, isUnderlined: false)
    } else if let (name, after) = Heading.split(line) {
      self.init(title: name, level: 7, rest: after ?? "", isUnderlined: false)
    } else {
      return nil
    }
  }

  /// What stands before and after the first colon, which has to come early.
  private static func split(_ text: Substring) -> (name: Substring, rest: Substring?)? {
    guard let colon = text.prefix(80).firstIndex(where: { $0 == ":" || $0 == "：" }) else {
      return nil
    }
    let name = text[..<colon]
    var rest = text[text.index(after: colon)...]
    // The emphasis of the name may close behind the colon.
    for marks in ["**", "__", "*", "_"] where name.contains(marks) && rest.hasPrefix(marks) {
      rest = rest.dropFirst(marks.count)
      break
    }
    return (name, rest.allSatisfy(\.isWhitespace) ? nil : rest)
  }

  /// The level of a heading that the next line underlines; only a paragraph of one line is one.
  private static func underline(_ lines: [VisibleLine], at index: Int) -> Int? {
    guard index + 1 < lines.count, !lines[index + 1].isCode,
      index == 0 || lines[index - 1].text.allSatisfy(\.isWhitespace) || lines[index - 1].isFence
    else { return nil }
    let under = lines[index + 1].text.utf8.drop { $0 == 0x20 }
    let marks = under.prefix { $0 == under.first }
    guard marks.count >= 2, under[marks.endIndex...].allSatisfy({ $0 <= 0x20 }) else { return nil }
    return switch under.first {
    case UInt8(ascii: "="): 1
    case UInt8(ascii: "-"): 2
    default: nil
    }
  }
}

/// The trailers that close a commit message; they are of no section.
private struct TrailerBlock {
  /// Lines that look like trailers and name no section, within the last paragraph.
  private var lines: Set<Int> = []
  /// Whether one of them is a trailer that everybody knows.
  private var isKnown = false

  init(_ all: [VisibleLine], _ names: SectionNames) {
    let end = (all.lastIndex { !$0.text.allSatisfy(\.isWhitespace) } ?? -1) + 1
    let blank = all[..<end].lastIndex { $0.text.allSatisfy(\.isWhitespace) } ?? -1
    var isWhole = true
    for index in (blank + 1)..<max(end, blank + 1) {
      guard let key = TrailerBlock.key(all[index].text) else {
        isWhole = isWhole && all[index].text.first?.isWhitespace == true
        continue
      }
      if names.id(of: key) != nil { continue }
      if TrailerBlock.isKnown(key) { isKnown = true } else if !isWhole { continue }
      lines.insert(index)
    }
    // Where prose stands between them, only the known ones are trailers.
    if !isWhole {
      lines = lines.filter { TrailerBlock.key(all[$0].text).map(Self.isKnown) == true }
    }
  }

  /// Whether a section ends here. Under a heading `Impact: high` is a line like any other.
  func end(sectionOf level: Int, at line: Int) -> Bool {
    lines.contains(line) && (level == 7 || isKnown)
  }

  private static func key(_ line: Substring) -> Substring? {
    guard let colon = line.firstIndex(of: ":"), line.first?.isLetter == true else { return nil }
    let key = line[..<colon]
    let after = line[line.index(after: colon)...]
    guard after.isEmpty || after.first == " " else { return nil }
    // A section's name need not be ASCII, a trailer's key is.
    return key.utf8.allSatisfy { $0.isLetterOrDigit || $0 == UInt8(ascii: "-") || $0 >= 0x80 }
      ? key : nil
  }

  private static func isKnown(_ key: Substring) -> Bool {
    let key = key.lowercased()
    return key.hasSuffix("-by") || ["lane", "wave", "change-id", "depends-on"].contains(key)
  }
}
