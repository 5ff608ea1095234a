internal import GateModel
internal import PgQuery

/// The comments of a script that take rules back: `-- gate:ignore RULE[, RULE] reason`.
///
/// One that stands in lines of its own directly above a statement, or in the statement's first or last
/// line, is for all of it; one inside a statement is for its own line, or, where it stands alone, for
/// the next.
struct SQLIgnores {
  private var ignores: [Ignore]
  private let on: Set<String>

  private struct Ignore {
    var line: Int
    var rules: [String]
    var reason: String
    /// The lines it is for; nil where there is no statement.
    var lines: ClosedRange<Int>?
    var used: Set<String> = []
  }

  /// - Parameter on: the names of the rules that are on.
  init(_ script: SQLScript, _ on: Set<String>) {
    self.on = on
    ignores = script.comments.compactMap { comment in
      guard comment.text.hasPrefix(SQLIgnores.mark) else { return nil }
      let (rules, reason) = SQLIgnores.words(of: comment.text.dropFirst(SQLIgnores.mark.count))
      return Ignore(
        line: comment.lines.lowerBound, rules: rules, reason: reason,
        lines: SQLIgnores.lines(of: comment, in: script))
    }
  }

  private static let mark = "gate:ignore"

  /// Whether an ignore with a reason covers a finding; it is then used.
  mutating func cover(_ finding: Finding) -> Bool {
    guard let line = finding.line else { return false }
    var isCovered = false
    for index in ignores.indices {
      let ignore = ignores[index]
      guard ignore.lines?.contains(line) == true, ignore.rules.contains(finding.rule),
        !ignore.reason.isEmpty
      else { continue }
      ignores[index].used.insert(finding.rule)
      isCovered = true
    }
    return isCovered
  }

  /// What is wrong with the ignores themselves, once every finding was tried.
  func problems(_ path: RepoPath, _ level: Finding.Level) -> [Finding] {
    let names = Set(allSQLRules.map(\.name))
    return ignores.flatMap { ignore -> [Finding] in
      if ignore.rules.isEmpty {
        return [finding("`gate:ignore` names no rule", ignore, path, level)]
      }
      if ignore.reason.isEmpty {
        let rules = ignore.rules.joined(separator: ", ")
        return [
          finding(
            "this ignore of `\(rules)` has no reason, so it ignores nothing", ignore, path, level)
        ]
      }
      return ignore.rules.compactMap { rule in
        guard names.contains(rule) else {
          let near =
            nearest(to: rule, among: names.sorted()).map { "; did you mean `\($0)`?" } ?? ""
          return finding("there is no rule `\(rule)`\(near)", ignore, path, level)
        }
        if ignore.used.contains(rule) || !on.contains(rule) { return nil }
        return finding("nothing here is held by `\(rule)`", ignore, path, level)
      }
    }
  }

  private func finding(
    _ message: String, _ ignore: Ignore, _ path: RepoPath, _ level: Finding.Level
  ) -> Finding {
    Finding(
      rule: SQLRule.unusedIgnore.name, level: level, path: path, line: ignore.line,
      message: message, hint: SQLRule.unusedIgnore.rewrite)
  }

  /// Names with commas between them, then the reason.
  private static func words(of text: Substring) -> (rules: [String], reason: String) {
    var rules: [String] = []
    var words = text.split { $0.isWhitespace }[...]
    while let word = words.popFirst() {
      let names = word.split(separator: ",").map(String.init)
      rules += names
      let isMore = word.hasSuffix(",") || words.first?.hasPrefix(",") == true
      if !isMore { break }
    }
    return (rules, words.joined(separator: " "))
  }

  private static func lines(of comment: SQLComment, in script: SQLScript) -> ClosedRange<Int>? {
    func lines(of statement: SQLStatement) -> ClosedRange<Int> {
      statement.line...script.line(at: statement.range.upperBound - 1)
    }
    let line = comment.lines.lowerBound
    if let statement = script.statements.last(where: {
      $0.range.lowerBound < comment.range.lowerBound
    }
    ) {
      let lines = lines(of: statement)
      if lines.contains(line), !comment.isAlone {
        return line == lines.lowerBound || line == lines.upperBound ? lines : line...line
      }
      if statement.range.contains(comment.range.lowerBound) {
        return comment.lines.upperBound + 1...comment.lines.upperBound + 1
      }
    }
    guard comment.isAlone else { return nil }
    var next = comment.lines.upperBound + 1
    for other in script.comments where other.isAlone && other.lines.lowerBound == next {
      next = other.lines.upperBound + 1
    }
    return script.statements.first { $0.line == next }.map(lines)
  }
}
