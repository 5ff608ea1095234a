internal import GateModel

/// A word of running text: what of it is written as it is, and whether the rest has to be code.
struct MarkdownWord {
  /// Punctuation around the core.
  private(set) var before = ""
  private(set) var core: String
  private(set) var after = ""
  private(set) var isCode = false

  private static let opening: Set<Unicode.Scalar> = ["(", "\""]
  private static let closing: Set<Unicode.Scalar> = [",", ";", ":", ".", "?", "!", ")", "\""]
  private static let bullets: Set<Unicode.Scalar> = ["-", "+", "*"]
  /// Of these alone a line can be a rule, a heading's underline or a table's head.
  private static let ruling: Set<Unicode.Scalar> = ["-", "+", "=", ":"]

  /// - Parameter isFirst: it is the first of a block, where some signs begin a list, a heading, a quote.
  init(_ word: Substring.UnicodeScalarView, isFirst: Bool) {
    core = String(word)
    if MarkdownWord.isOfLetters(word) { return }
    var scalars = word
    while let first = scalars.first, MarkdownWord.opening.contains(first) {
      before.unicodeScalars.append(scalars.removeFirst())
    }
    var closing: [Unicode.Scalar] = []
    while let last = scalars.last, MarkdownWord.closing.contains(last) {
      if last == ")", !MarkdownWord.closesTooOften(scalars) { break }
      // GitLab's milestones: `%"a name"`.
      if last == "\"", scalars.dropLast().last == "%" { break }
      closing.append(scalars.removeLast())
    }
    after.unicodeScalars.append(contentsOf: closing.reversed())
    core = String(scalars)
    isCode = MarkdownWord.means(scalars)
    if isFirst { standAlone(word) }
  }

  /// Most words are: they mean nothing but themselves. (Three of `w` may begin an address.)
  private static func isOfLetters(_ word: Substring.UnicodeScalarView) -> Bool {
    var run = 0
    for scalar in word {
      guard ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) else { return false }
      run = scalar == "w" || scalar == "W" ? run + 1 : 0
      if run == 3 { return false }
    }
    return true
  }

  /// At the beginning of a block: a list's sign is escaped, what else could begin something is code.
  private mutating func standAlone(_ word: Substring.UnicodeScalarView) {
    let digits = word.prefix { ("0"..."9").contains($0) }
    let rest = word[digits.endIndex...]
    if word.count == 1, MarkdownWord.bullets.contains(word[word.startIndex]) {
      (before, core, after, isCode) = ("\\", String(word), "", false)
    } else if !digits.isEmpty, rest.count == 1, rest.first == "." || rest.first == ")" {
      (before, core, after, isCode) = (String(digits), "\\", String(rest), false)
    } else if word.first == ">" || word.allSatisfy(MarkdownWord.ruling.contains) {
      (before, core, after, isCode) = ("", String(word), "", true)
    }
  }

  private static func closesTooOften(_ scalars: Substring.UnicodeScalarView) -> Bool {
    scalars.count { $0 == ")" } > scalars.count { $0 == "(" }
  }

  /// Whether the word could mean more than itself, to CommonMark, GitHub or GitLab.
  private static func means(_ word: Substring.UnicodeScalarView) -> Bool {
    var previous: Unicode.Scalar = " "
    for scalar in word {
      switch scalar {
      // Code, emphasis, HTML, entities, links, footnotes, task boxes, mentions, references, tables,
      // mathematics, labels, alerts, emoji, schemes; and the gate's own signs.
      case "`", "*", "_", "~", "<", "\\", "[", "]", "{", "}", "#", "@", "$", "^", "|", ":", "✅",
        "⛔", "⚠", "➖":
        return true
      case "&" where word.count > 1: return true
      // GitLab's merge requests and milestones.
      case _ where previous == "!" && scalar.properties.numericType != nil: return true
      case _ where previous == "%": return true
      default: break
      }
      previous = scalar
    }
    // A quick action; an address; GitHub's and GitLab's names of issues.
    let letters = Array(String(word).lowercased().utf8)
    return word.first == "/" || ["www", "gh-", "gl-"].contains { letters.has($0.utf8) }
      || hasCommit(letters)
  }

  /// Whether a part of it could be the id of a commit, which becomes a link where there is one.
  private static func hasCommit(_ word: [UInt8]) -> Bool {
    word.split(whereSeparator: { !$0.isLetterOrDigit }).contains { part in
      (7...40).contains(part.count) && part.contains { (0x30...0x39).contains($0) }
        && part.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    }
  }
}

extension [UInt8] {
  fileprivate func has(_ part: String.UTF8View) -> Bool { firstRange(of: part) != nil }
}
