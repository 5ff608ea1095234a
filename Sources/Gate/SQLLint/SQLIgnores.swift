internal import GateModel
internal import PgQuery

/// The comments of a script that take rules back: `-- gate:ignore RULE[, RULE] reason`.
///
/// One that stands in lines of its own directly above a statement, or in the statement's first or last
/// line, is for all of it; one inside a statement is for its own line, or, where it stands alone, for
/// the next.
struct SQLIgnores {
  private var ignores: [Ignore] = []
  /// The ignore that takes a rule back at a place; the first, where there are several.
  private var places: [Place: Int] = [:]
  private let on: Set<String>
  /// Where the statements begin.
  private let starts: [Int]

  private struct Ignore {
    var line: Int
    var rules: [String]
    var reason: String
    var used: Set<String> = []
  }

  private struct Place: Hashable {
    var rule: String
    /// Of the statement's beginning, or the one line that is meant.
    var line: Int
    var isStatement: Bool
  }

  /// - Parameter on: the names of the rules that are on.
  init(_ script: SQLScript, _ on: Set<String>) {
    self.on = on
    starts = script.statements.map(\.line)
    for comment in script.comments where comment.text.hasPrefix(SQLIgnores.mark) {
      let (rules, reason) = SQLIgnores.words(of: comment.text.dropFirst(SQLIgnores.mark.count))
      let ignore = Ignore(line: comment.lines.lowerBound, rules: rules, reason: reason)
      ignores.append(ignore)
      guard !reason.isEmpty, let target = SQLTarget(of: comment, in: script) else { continue }
      for rule in rules {
        let place = Place(rule: rule, line: target.line, isStatement: target.isStatement)
        if places[place] == nil { places[place] = ignores.count - 1 }
      }
    }
  }

  private static let mark = "gate:ignore"

  /// Whether an ignore with a reason covers a finding; it is then used.
  mutating func cover(_ finding: Finding) -> Bool {
    guard let line = finding.line else { return false }
    let start = starts.partition { $0 > line }
    let here = Place(rule: finding.rule, line: line, isStatement: false)
    let whole = Place(
      rule: finding.rule, line: start > 0 ? starts[start - 1] : 0, isStatement: true)
    guard let index = places[here] ?? places[whole] else { return false }
    ignores[index].used.insert(finding.rule)
    return true
  }

  /// What is wrong with the ignores themselves, once every finding was tried.
  func problems(_ path: RepoPath, _ level: Finding.Level) -> [Finding] {
    if ignores.isEmpty { return [] }
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
}
