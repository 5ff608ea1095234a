package import GateModel

/// A judgement over what one statement of a migration does, with its words and its examples.
package struct SQLRule: Sendable {
  /// As in findings, in gate.yml and in `gate:ignore`; squawk's name where the rule is squawk's.
  package let name: String
  /// What holds against a script where nothing else is set; nil for a rule that is off until the plan
  /// turns it on.
  package let level: Finding.Level?
  /// One sentence.
  package let summary: String
  /// Markdown: why it matters.
  package let reason: String
  /// One line: what to write instead. The hint of its findings.
  package let rewrite: String
  /// Scripts that it lets pass.
  package let good: [String]
  /// Scripts that it does not, and that no other rule objects to.
  package let bad: [String]
  let judgement: Judgement

  enum Judgement: Sendable {
    /// Over each deed of these keys, with what the script did before.
    case deeds([String], @Sendable (SQLDeed, SQLStory) -> SQLProblem?)
    /// Over a script at its end.
    case script(@Sendable (SQLStory) -> [SQLProblem])
  }

  init(
    _ name: String, _ level: Finding.Level?, _ summary: String, reason: String, rewrite: String,
    good: [String], bad: [String], judgement: Judgement
  ) {
    self.name = name
    self.level = level
    self.summary = summary
    self.reason = reason
    self.rewrite = rewrite
    self.good = good
    self.bad = bad
    self.judgement = judgement
  }

  /// A rule over deeds.
  init(
    _ name: String, _ level: Finding.Level?, _ summary: String, reason: String, rewrite: String,
    good: [String], bad: [String], on deeds: [String],
    judge: @escaping @Sendable (SQLDeed, SQLStory) -> SQLProblem?
  ) {
    self.init(
      name, level, summary, reason: reason, rewrite: rewrite, good: good, bad: bad,
      judgement: .deeds(deeds, judge))
  }
}

/// What a rule holds against a deed.
struct SQLProblem {
  var message: String
  /// Where it is more serious, or less, than the rule is as a whole.
  var level: Finding.Level?
  /// Where it is, if not at the deed.
  var line: Int?

  init(_ message: String, level: Finding.Level? = nil, line: Int? = nil) {
    self.message = message
    self.level = level
    self.line = line
  }
}
