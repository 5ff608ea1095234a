/// The lines of a text with their numbers, one at a time: a list of all of them would be larger than
/// the text.
struct TextLines: Sequence, IteratorProtocol {
  /// A line and what is around it.
  struct Line {
    /// From 1.
    var number: Int
    /// Without its end, and without blanks around it.
    var content: Substring
    /// Whether it begins with a blank.
    var isIndented: Bool
    /// Where it begins.
    var start: String.Index
    /// Where the next one begins.
    var end: String.Index
  }

  private let text: String
  private var position: String.Index
  private var number = 0

  init(_ text: String) {
    self.text = text
    position = text.startIndex
  }

  mutating func next() -> Line? {
    let utf8 = text.utf8
    guard position < utf8.endIndex else { return nil }
    let start = position
    let feed = utf8[start...].firstIndex(of: 0x0A)
    position = feed.map { utf8.index(after: $0) } ?? utf8.endIndex
    number += 1
    return Line(
      number: number, content: text[start..<(feed ?? utf8.endIndex)].trimmed,
      isIndented: utf8[start].isBlank, start: start, end: position)
  }
}

extension Substring {
  /// Without blanks at both ends.
  var trimmed: Substring {
    var rest = self
    while let byte = rest.utf8.first, byte.isBlank { rest = Substring(rest.utf8.dropFirst()) }
    while let byte = rest.utf8.last, byte.isBlank { rest = Substring(rest.utf8.dropLast()) }
    return rest
  }

  /// The rest behind a prefix; nil where it does not begin so.
  func after(_ prefix: String) -> Substring? {
    utf8.starts(with: prefix.utf8) ? Substring(utf8.dropFirst(prefix.utf8.count)) : nil
  }

  /// The rest before a suffix; nil where it does not end so.
  func before(_ suffix: String) -> Substring? {
    utf8.count >= suffix.utf8.count && utf8.suffix(suffix.utf8.count).elementsEqual(suffix.utf8)
      ? Substring(utf8.dropLast(suffix.utf8.count)) : nil
  }

  /// Its beginning, for a sentence: a line can be as long as a file.
  var excerpt: String { utf8.count <= 80 ? String(self) : prefix(60) + "…" }

  /// What a line says as a comment (`-- text`), without blanks around it; nil for another line.
  var comment: Substring? { after("--")?.trimmed }
}
