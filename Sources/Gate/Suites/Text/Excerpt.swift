/// Gathers the few lines of a message that matter, however long it is.
struct Excerpt {
  private static let maximumLines = 20
  private static let maximumBytes = 4096

  private var kept = ""
  private var lines = 0
  private var left = 0

  var isEmpty: Bool { lines == 0 }

  mutating func add(_ line: Substring) {
    if lines == 0, line.isBlank { return }
    let room = Excerpt.maximumBytes - kept.utf8.count
    guard lines < Excerpt.maximumLines, room > 0 else {
      left += 1
      return
    }
    if lines > 0 { kept += "\n" }
    kept += line.utf8.count <= room ? line[...] : line.prefix(bytes: room)
    lines += 1
  }

  mutating func add(text: String) {
    for line in TextLines(text) { add(line) }
  }

  /// The lines, and how many more there were.
  var text: String {
    var text = kept[...]
    while let last = text.utf8.last, last == 0x0A || last == 0x20 {
      text = text[..<text.utf8.index(before: text.endIndex)]
    }
    return left == 0 ? String(text) : "\(text)\n… \(left) more line\(left == 1 ? "" : "s")"
  }

  init() {}

  init(_ text: String) {
    add(text: text)
  }
}

extension StringProtocol where SubSequence == Substring {
  /// At most so many bytes of its beginning, without half a character at the end.
  func prefix(bytes count: Int) -> Substring {
    guard utf8.count > count else { return self[...] }
    let text = self[...]
    var end = text.utf8.index(text.startIndex, offsetBy: count)
    while end > text.startIndex, text.utf8[end] & 0xC0 == 0x80 {
      end = text.utf8.index(before: end)
    }
    return text[..<end]
  }
}
