/// A token of source code, as far as key reads need it.
struct Token: Sendable, Hashable {
  enum Kind: Sendable, Hashable {
    case word, string, mark
    /// A part of a string with code in it: no key, but a value.
    case template
  }

  var kind: Kind
  /// A string without its quotes.
  var text: String
  /// From 1.
  var line: Int

  func isMark(_ text: String) -> Bool { kind == .mark && self.text == text }
  func isWord(_ text: String) -> Bool { kind == .word && self.text == text }
  func isMark(in texts: Set<String>) -> Bool { kind == .mark && texts.contains(text) }
  func isWord(in texts: Set<String>) -> Bool { kind == .word && texts.contains(text) }

  /// Leads from a value to its part.
  var isLink: Bool { isMark(in: [".", "?.", "::"]) }
}
