/// SQL as Postgres 15's own parser reads it.
///
/// Parsing is a pure function of the bytes and may run on several threads at once. What has no
/// statement, an empty file or only comments, is a script without statements.
package struct SQLScript: Sendable {
  /// The bytes that were read, with a byte order mark where there was one.
  package let source: [UInt8]
  /// In order.
  package let statements: [SQLStatement]
  /// In order.
  package let comments: [SQLComment]
  /// In order; one that stands in several places is in here several times.
  package let truncatedNames: [TruncatedName]
  private let lines: LineTable

  /// Reads a text of UTF-8; a byte order mark at its beginning is skipped, as psql skips it.
  ///
  /// - Parameter firstLine: the number of its first line, where it is a part of a larger text.
  package init(parsing source: [UInt8], firstLine: Int = 1) throws(SQLSyntaxError) {
    try self.init(parsing: source, firstLine: firstLine, largestAnswer: SQLScript.largestAnswer)
  }

  init(parsing source: [UInt8], firstLine: Int, largestAnswer: Int) throws(SQLSyntaxError) {
    let lines = LineTable(source, first: firstLine)
    let start = source.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    if let offset = source.firstIndex(of: 0) {
      throw SQLSyntaxError(
        "a NUL byte, which Postgres reads nowhere", at: offset, in: lines, of: source)
    }
    if let offset = source.firstOffsetOutsideUTF8 {
      throw SQLSyntaxError("not UTF-8", at: offset, in: lines, of: source)
    }
    var text = Array(source[start...])
    let survey = SQLSurvey(text)
    if survey.tokens * 150 + text.count * 6 > largestAnswer {
      throw SQLSyntaxError("too long to be read as one script", at: 0, in: lines, of: source)
    }
    if survey.cost.bytes > SQLScript.largestScanCost + 50 * text.count {
      throw SQLSyntaxError(
        "a run of operator characters that Postgres takes too long to read",
        at: survey.cost.dearest + start, in: lines, of: source)
    }
    if survey.depth > SQLScript.deepestTree {
      throw SQLSyntaxError(
        "an expression of more than \(SQLScript.deepestTree) steps, too deep to be read safely",
        at: survey.deepest + start, in: lines, of: source)
    }
    text.append(0)
    let answer = ParserAnswer(parsing: text)
    text.removeLast()
    if let (message, character) = answer.error {
      let offset = character > 0 ? text.offset(ofCharacter: character) + start : source.count
      throw SQLSyntaxError(message, at: offset, in: lines, of: source)
    }
    guard let tree = SyntaxTree(answer.tree) else {
      throw SQLSyntaxError(
        "an answer of the parser's that cannot be read", at: 0, in: lines, of: source)
    }
    self.source = source
    self.lines = lines
    comments = survey.comments.map { SQLComment($0, in: text, at: start, lines, source) }
    truncatedNames = survey.longNames.compactMap {
      TruncatedName($0, in: text, line: lines.line(of: $0.range.lowerBound + start))
    }
    statements = SQLScript.statements(of: tree, text, survey.comments, at: start, lines, source)
  }

  /// The same for a text.
  package init(parsing text: String, firstLine: Int = 1) throws(SQLSyntaxError) {
    try self.init(parsing: Array(text.utf8), firstLine: firstLine)
  }

  /// The line of an offset into the source.
  package func line(at offset: Int) -> Int { lines.line(of: offset) }

  /// The line of a node with a `location`; the statement's where it has none.
  package func line(of node: SQLNode, in statement: SQLStatement) -> Int {
    let start = source.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    let offset = node["location"].int + start
    return statement.range.contains(offset) ? line(at: offset) : statement.line
  }

  /// libpg_query writes its answer by recursion, and takes up to 160 bytes of stack a step (measured for
  /// 25 ways to nest; its own limit of brackets is 10,000): this keeps it below two megabytes, which is
  /// what a thread has at least on Linux. Postgres itself refuses to run 5,000 sums in a row, 6,000
  /// concatenations and 12,000 unions (measured; `max_stack_depth` 2 MB).
  package static let deepestTree = 12_000
  /// In bytes that Postgres' scanner reads again, a second at most.
  private static let largestScanCost = 1_000_000
  /// Its answer must stay below 1 GB, Postgres' limit of one allocation, and takes at most 150 bytes
  /// a token and six a byte of a text.
  private static let largestAnswer = 1_000_000_000
}
