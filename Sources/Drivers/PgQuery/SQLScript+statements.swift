extension SQLScript {
  /// The parser gives each statement the comments in front of it, and the last one those behind.
  static func statements(
    of tree: SyntaxTree, _ text: [UInt8], _ comments: [SQLToken], at start: Int, _ lines: LineTable,
    _ source: [UInt8]
  ) -> [SQLStatement] {
    var trimming = Trimming(text, comments)
    return SQLNode(tree, 0)["stmts"].children.map { raw in
      let begin = raw["stmt_location"].int
      let length = raw["stmt_len"].int
      let trimmed = trimming.trimmed(begin..<(length == 0 ? text.count : begin + length))
      let range = trimmed.lowerBound + start..<trimmed.upperBound + start
      return SQLStatement(
        range: range, node: raw["stmt"], lines, source)
    }
  }
}

/// Takes white space and comments from both ends of ranges, which come in order.
private struct Trimming {
  private let text: [UInt8]
  private let comments: [SQLToken]
  /// The first comment that does not end in front of the last range's beginning.
  private var next = 0

  init(_ text: [UInt8], _ comments: [SQLToken]) {
    self.text = text
    self.comments = comments
  }

  mutating func trimmed(_ range: Range<Int>) -> Range<Int> {
    var start = min(range.lowerBound, text.count)
    let limit = min(max(range.upperBound, start), text.count)
    while start < limit {
      while next < comments.count, comments[next].range.upperBound <= start { next += 1 }
      if text[start].isSQLSpace || text[start] == UInt8(ascii: ";") {
        start += 1
      } else if next < comments.count, comments[next].range.lowerBound == start {
        start = comments[next].range.upperBound
      } else {
        break
      }
    }
    return start..<end(start, limit)
  }

  private func end(_ start: Int, _ limit: Int) -> Int {
    var last = next
    while last < comments.count, comments[last].range.upperBound <= limit { last += 1 }
    var end = limit
    while end > start {
      // Blanks at the end of a line belong to its comment.
      if last > next, comments[last - 1].range.upperBound == end {
        last -= 1
        end = comments[last].range.lowerBound
      } else if text[end - 1].isSQLSpace {
        end -= 1
      } else {
        break
      }
    }
    return end
  }
}
