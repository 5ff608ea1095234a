/// A piece of a page.
///
/// What stands in `\(…)` is text and is escaped, in elements and in quoted attributes alike; only another piece goes in
/// as it is. So nothing that comes from a repository, a terminal or a request can be markup.
struct HTML: Sendable, Hashable, ExpressibleByStringInterpolation {
  /// As it is sent.
  private(set) var text: String

  init(stringLiteral text: String) { self.text = text }
  init(stringInterpolation parts: StringInterpolation) { text = parts.text }

  struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var text: String

    init(literalCapacity: Int, interpolationCount: Int) {
      text = ""
      text.reserveCapacity(literalCapacity + interpolationCount * 16)
    }

    mutating func appendLiteral(_ literal: String) { text += literal }
    mutating func appendInterpolation(_ words: some StringProtocol) { text += escaped(words) }
    mutating func appendInterpolation(_ number: Int) { text += String(number) }
    mutating func appendInterpolation(_ piece: HTML) { text += piece.text }
    mutating func appendInterpolation(_ pieces: [HTML]) {
      for piece in pieces { text += piece.text }
    }
    /// Nothing where there is none.
    mutating func appendInterpolation(_ piece: HTML?) { text += piece?.text ?? "" }
  }
}

/// A sentence of the gate's: what stands between two backquotes is code.
func prose(_ sentence: String) -> HTML {
  let parts = sentence.split(separator: "`", omittingEmptySubsequences: false)
  // One that has no partner is a character like others.
  guard !parts.count.isMultiple(of: 2) else { return "\(sentence)" }
  return
    "\(parts.enumerated().map { $0.isMultiple(of: 2) ? "\($1)" as HTML : "<code>\($1)</code>" })"
}

/// Source: HTML, 13.1.2.3 and 13.1.4; control characters are no characters of a page.
private func escaped(_ words: some StringProtocol) -> String {
  var text = ""
  for character in words.unicodeScalars {
    switch character {
    case "&": text += "&amp;"
    case "<": text += "&lt;"
    case ">": text += "&gt;"
    case "\"": text += "&quot;"
    case "'": text += "&#39;"
    case "\n", "\t": text.unicodeScalars.append(character)
    // They would turn the rest of a line around. Source: UTS #55.
    case "\u{202A}"..."\u{202E}", "\u{2066}"..."\u{2069}": text += "\u{FFFD}"
    case "\0"..."\u{1F}", "\u{7F}"..."\u{9F}": text += "\u{FFFD}"
    default: text.unicodeScalars.append(character)
    }
  }
  return text
}
