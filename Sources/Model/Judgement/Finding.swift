/// What a check holds against a change.
package struct Finding: Sendable, Hashable {
  /// The rule's id: `lane-scope`, or a linter's own.
  package var rule: String
  /// How serious it is: one error shuts the gate.
  package var level: Level
  /// The file that it is about; nil where it is about the whole change.
  package var path: RepoPath?
  /// From 1; on the head's side unless the file is deleted.
  package var line: Int?
  /// One sentence: what is wrong, and why it matters.
  package var message: String
  /// One line: what to do.
  package var hint: String?

  /// Makes a finding; by default it is an error about the whole change and gives no advice.
  package init(
    rule: String, level: Level = .error, path: RepoPath? = nil, line: Int? = nil, message: String,
    hint: String? = nil
  ) {
    self.rule = rule
    self.level = level
    self.path = path
    self.line = line
    self.message = message
    self.hint = hint
  }

  /// In order of seriousness.
  package enum Level: String, Sendable, Hashable, CaseIterable, Comparable {
    case error, warning, note

    /// The more serious comes first.
    package static func < (a: Level, b: Level) -> Bool {
      switch (a, b) {
      case (.error, .warning), (.error, .note), (.warning, .note): true
      default: false
      }
    }
  }
}

extension Finding: Comparable {
  /// The order of every report: the serious first, then by place.
  package static func < (a: Finding, b: Finding) -> Bool {
    if a.level != b.level { return a.level < b.level }
    let (x, y) = (a.path ?? RepoPath(""), b.path ?? RepoPath(""))
    if x != y { return x < y }
    return (a.line ?? 0, a.rule, a.message) < (b.line ?? 0, b.rule, b.message)
  }
}
