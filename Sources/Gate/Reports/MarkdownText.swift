/// Text, ours or of the change, made into Markdown that has no structure but the one meant here.
///
/// One idea carries it: code is the only thing that every reader of Markdown leaves alone. A word that
/// could mean anything to GitHub or GitLab (a link, a mention, a reference, HTML, mathematics) is shown
/// as code; every other word is written as it is. So nothing has to be escaped, and a plain sentence
/// stays a plain sentence. All of it works on Unicode scalars, as the readers do: to Swift, a bar and an
/// accent after it are one character that is no bar.
enum MarkdownText {
  /// Where a sentence stands.
  enum Place {
    /// At the beginning of a block, where `-` or `1.` would begin a list.
    case block
    /// After other words in the same line.
    case line
    /// In a cell of a table, where a bar would end it.
    case cell
  }

  /// One line of running text. What it has between backticks becomes code, as our messages mean it.
  static func sentence(_ text: String, at place: Place, atMost limit: Int = 1_000) -> String {
    let text = text.shown(atMost: limit).unicodeScalars
    var line = Line(place: place)
    var words = text.startIndex
    var rest = text[...]
    while let start = rest.firstIndex(of: "`") {
      let inner = rest[start...].dropFirst()
      guard let end = inner.firstIndex(of: "`"), end > inner.startIndex,
        inner[end...].dropFirst().first != "`"
      else {
        // A fence of somebody else's, no span of ours: part of a word.
        rest = rest[start...].drop { $0 == "`" }
        continue
      }
      line.add(words: text[words..<start])
      line.add(code: String(inner[..<end]))
      rest = inner[end...].dropFirst()
      words = rest.startIndex
    }
    line.add(words: text[words...])
    return line.text
  }

  /// Words in a line, all of them as code.
  static func code(_ text: String, at place: Place = .line, atMost limit: Int = 500) -> String {
    span(text.shown(atMost: limit), place)
  }

  /// Several lines as a block of code.
  ///
  /// - Parameter language: what readers colour it as.
  static func block(_ text: String, as language: String = "text") -> String {
    let shown = text.visible(keepingLines: true)
    let fence = String(repeating: "`", count: max(3, longestRun(of: "`", in: shown) + 1))
    return "\(fence)\(language)\n\(shown)\n\(fence)\n"
  }

  /// As the content of an HTML element within a line of HTML.
  static func html(_ text: String) -> String {
    var escaped = ""
    for scalar in text.shown(atMost: 200).unicodeScalars {
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return "<code>\(escaped)</code>"
  }

  fileprivate static func span(_ shown: String, _ place: Place) -> String {
    let shown = place == .cell ? shown.replacing(sign: "|", with: "\\|") : shown
    let fence = String(repeating: "`", count: longestRun(of: "`", in: shown) + 1)
    let ends = [shown.unicodeScalars.first, shown.unicodeScalars.last]
    let gap = ends.contains("`") || shown.isEmpty ? " " : ""
    return fence + gap + shown + gap + fence
  }

  private static func longestRun(of byte: Unicode.Scalar, in text: String) -> Int {
    var (longest, run) = (0, 0)
    for next in text.unicodeScalars {
      run = next == byte ? run + 1 : 0
      longest = max(longest, run)
    }
    return longest
  }

  /// A line as it grows. Code that meets code without a space between is one span: two fences that
  /// touch would be a third.
  private struct Line {
    let place: Place
    private var finished = ""
    private var open: String?

    init(place: Place) {
      self.place = place
    }

    var text: String {
      var copy = self
      copy.close()
      if copy.finished.utf8.last == 0x20 { copy.finished.unicodeScalars.removeLast() }
      return copy.finished
    }

    mutating func add(code: String) { open = (open ?? "") + code }

    mutating func add(words: Substring.UnicodeScalarView) {
      let words = words.split(separator: " ", omittingEmptySubsequences: false)
      for (number, word) in words.enumerated() {
        if number > 0 { addSpace() }
        if !word.isEmpty { add(MarkdownWord(word, isFirst: place == .block && isEmpty)) }
      }
    }

    private var isEmpty: Bool { finished.isEmpty && open == nil }

    private mutating func add(_ word: MarkdownWord) {
      if !word.before.isEmpty { add(plain: word.before) }
      if word.isCode { add(code: word.core) } else { add(plain: word.core) }
      if !word.after.isEmpty { add(plain: word.after) }
    }

    private mutating func add(plain text: String) {
      guard !text.isEmpty else { return }
      close()
      finished += text
    }

    private mutating func addSpace() {
      close()
      if !finished.isEmpty, finished.utf8.last != 0x20 { finished += " " }
    }

    private mutating func close() {
      if let open { finished += span(open, place) }
      open = nil
    }
  }
}

extension String {
  /// Every occurrence of a sign replaced, also of one that a combining sign follows.
  func replacing(sign: Unicode.Scalar, with other: String) -> String {
    var text = ""
    for scalar in unicodeScalars {
      if scalar == sign { text += other } else { text.unicodeScalars.append(scalar) }
    }
    return text
  }

  /// At most so many bytes, cut between two characters as Unicode counts them, with a mark of the cut.
  func clipped(to limit: Int) -> String {
    guard utf8.count > limit else { return self }
    let mark = " …"
    var end = utf8.index(utf8.startIndex, offsetBy: max(0, limit - mark.utf8.count))
    while end > startIndex, utf8[end] & 0xC0 == 0x80 { end = utf8.index(before: end) }
    return self[..<end] + mark
  }
}
