internal import GateModel

/// One box of a checklist.
package struct ChecklistBox: Sendable, Hashable {
  /// What is to be done, without emphasis and double spaces.
  package var text: String
  var state: State

  enum State: Sendable, Hashable {
    case open
    case ticked
    /// `~~text~~ reason`
    case struck(reason: String)
    /// `[-] text: reason`; where the reason begins depends on the box that is meant.
    case dashed
  }

  /// Whether it settles a box: ticked, or struck with a reason. Nil where it is about another one.
  package func settles(_ wanted: String) -> Bool? {
    switch state {
    case .open: text == wanted ? false : nil
    case .ticked: text == wanted ? true : nil
    case .struck(let reason): text == wanted ? isAnswer(reason) : nil
    case .dashed:
      if text == wanted {
        false
      } else if text.hasPrefix(wanted), let next = text.dropFirst(wanted.count).first,
        !next.isLetter, !next.isNumber
      {
        isAnswer(reason(text.dropFirst(wanted.count)))
      } else {
        nil
      }
    }
  }
}

/// The boxes of a Markdown text: `- [ ] a`, `* [x] a`, `1. [X] a`, `- [ ] ~~a~~ reason`,
/// `- [-] a: reason`. Indented lines below one belong to it; code and comments have none.
package func checklist(in text: String) -> [ChecklistBox] {
  var items: [String] = []
  var isOpen = false
  for line in visibleLines(of: text) {
    if line.isCode || line.text.allSatisfy(\.isWhitespace) {
      isOpen = false
    } else if let item = listItem(line.text) {
      items.append(String(item))
      isOpen = true
    } else if isOpen, line.text.hasPrefix("  "), let last = items.popLast() {
      items.append(last + " " + line.text)
    } else {
      isOpen = false
    }
  }
  return items.compactMap { ChecklistBox($0[...]) }
}

/// What stands behind a bullet or a number.
private func listItem(_ line: Substring) -> Substring? {
  let text = line.drop { $0 == " " || $0 == "\t" || $0 == ">" }
  let digits = text.utf8.prefix(10).prefix { (0x30...0x39).contains($0) }
  let rest = text[digits.endIndex...]
  guard let mark = rest.first, digits.isEmpty ? "-*+".contains(mark) : ".)".contains(mark),
    rest.dropFirst().first == " "
  else { return nil }
  return rest.dropFirst(2).drop { $0 == " " }
}

extension ChecklistBox {
  fileprivate init?(_ item: Substring) {
    let isStruckWhole = item.hasPrefix("~~")
    let box = isStruckWhole ? item.dropFirst(2) : item
    guard box.hasPrefix("["), box.dropFirst(2).hasPrefix("] "), let mark = box.dropFirst().first
    else { return nil }
    var body = box.dropFirst(4).drop { $0 == " " }
    if isStruckWhole || body.hasPrefix("~~") {
      if !isStruckWhole { body = body.dropFirst(2) }
      guard let end = body.firstIndex(ofStrike: ()) else { return nil }
      let after = body[body.index(end, offsetBy: 2)...]
      self.init(text: normal(body[..<end]), state: .struck(reason: reason(after)))
    } else {
      switch mark {
      case "x", "X", "✓", "✔": self.init(text: normal(body), state: .ticked)
      case " ": self.init(text: normal(body), state: .open)
      case "-": self.init(text: normal(body), state: .dashed)
      default: return nil
      }
    }
    if text.isEmpty { return nil }
  }
}

/// Without emphasis, code marks and double spaces: what a person would call the same words.
private func normal(_ text: Substring) -> String {
  text.filter { !"*_`".contains($0) }.split(whereSeparator: \.isWhitespace).joined(separator: " ")
}

/// Without the dash, colon or bracket that leads to a reason.
private func reason(_ text: Substring) -> String {
  let start = text.drop { !$0.isLetter && !$0.isNumber }
  return String(start.last == ")" ? start.dropLast() : start)
}

extension Substring {
  /// Where `~~` stands first.
  fileprivate func firstIndex(ofStrike: Void) -> Index? {
    var previous: Index?
    for index in indices {
      if self[index] != "~" {
        previous = nil
      } else if let previous {
        return previous
      } else {
        previous = index
      }
    }
    return nil
  }
}
