internal import GateModel

/// A line of Markdown as a reader of the page sees it.
struct VisibleLine: Sendable, Hashable {
  /// Without what is commented out.
  var text: Substring
  /// Inside a fence, where nothing is a heading or a box; the fence's own lines too.
  var isCode: Bool
  /// Opens or closes a fence.
  var isFence: Bool
}

/// The lines of a Markdown text without its HTML comments. A comment that never ends hides the rest,
/// as it does on the page.
func visibleLines(of text: String) -> [VisibleLine] {
  var fence: (mark: Character, count: Int)?
  var isComment = false
  return text.lines.map { line in
    if !isComment, let mark = Fence(line) {
      if let open = fence {
        let closes = mark.mark == open.mark && mark.count >= open.count && mark.isBare
        if closes { fence = nil }
        return VisibleLine(text: line, isCode: true, isFence: closes)
      }
      fence = (mark.mark, mark.count)
      return VisibleLine(text: line, isCode: true, isFence: true)
    }
    if fence != nil { return VisibleLine(text: line, isCode: true, isFence: false) }
    return VisibleLine(text: uncommented(line, &isComment), isCode: false, isFence: false)
  }
}

private struct Fence {
  var mark: Character
  var count: Int
  var isBare: Bool

  init?(_ line: Substring) {
    let text = line.drop { $0 == " " }
    guard let first = text.first, first == "`" || first == "~" else { return nil }
    let marks = text.prefix { $0 == first }
    guard marks.count >= 3 else { return nil }
    (mark, count) = (first, marks.count)
    isBare = text.dropFirst(count).allSatisfy(\.isWhitespace)
  }
}

/// What of a line is outside comments; `isComment` is whether one is open, before and after.
private func uncommented(_ line: Substring, _ isComment: inout Bool) -> Substring {
  let bytes = Array(line.utf8)
  let (opening, closing) = (Array("<!--".utf8), Array("-->".utf8))
  guard isComment || line.utf8.contains(UInt8(ascii: "<")) else { return line }
  var kept: [UInt8] = []
  var isCode = false
  var index = 0
  while index < bytes.count {
    let rest = bytes[index...]
    if isComment {
      let ends = rest.starts(with: closing)
      isComment = !ends
      index += ends ? closing.count : 1
    } else if !isCode, rest.starts(with: opening) {
      isComment = true
      index += opening.count
    } else {
      if bytes[index] == UInt8(ascii: "`") { isCode.toggle() }
      kept.append(bytes[index])
      index += 1
    }
  }
  return String(decoding: kept, as: UTF8.self)[...]
}
