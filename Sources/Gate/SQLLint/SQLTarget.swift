internal import PgQuery

/// What a comment speaks of: a statement, by the line it begins in, or a single line.
struct SQLTarget {
  var line: Int
  var isStatement: Bool

  /// Nil where it stands at no statement.
  init?(of comment: SQLComment, in script: SQLScript) {
    let (first, last) = (comment.lines.lowerBound, comment.lines.upperBound)
    let next = script.statements.firstIndex(after: comment.range.lowerBound)
    if next > 0 {
      let statement = script.statements[next - 1]
      let end = script.line(at: statement.range.upperBound - 1)
      if !comment.isAlone, statement.line == first || end == first {
        self.init(line: statement.line, isStatement: true)
        return
      }
      if statement.range.contains(comment.range.lowerBound) {
        self.init(line: comment.isAlone ? last + 1 : first, isStatement: false)
        return
      }
    }
    guard comment.isAlone, next < script.statements.count else { return nil }
    // Directly above: only lines of comments in between.
    let statement = script.statements[next]
    var line = last + 1
    for other in script.comments[script.comments.firstIndex(after: comment.range.lowerBound)...] {
      guard line < statement.line, other.isAlone, other.lines.lowerBound == line else { break }
      line = other.lines.upperBound + 1
    }
    guard line == statement.line else { return nil }
    self.init(line: line, isStatement: true)
  }

  private init(line: Int, isStatement: Bool) {
    self.line = line
    self.isStatement = isStatement
  }
}

extension RandomAccessCollection<SQLStatement> where Index == Int {
  /// The first that begins behind an offset.
  fileprivate func firstIndex(after offset: Int) -> Int {
    partition { $0.range.lowerBound > offset }
  }
}

extension RandomAccessCollection<SQLComment> where Index == Int {
  fileprivate func firstIndex(after offset: Int) -> Int {
    partition { $0.range.lowerBound > offset }
  }
}

extension RandomAccessCollection where Index == Int {
  /// The first of which something holds, where it holds of all behind it too.
  func partition(_ holds: (Element) -> Bool) -> Int {
    var (low, high) = (startIndex, endIndex)
    while low < high {
      let middle = (low + high) / 2
      if holds(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
