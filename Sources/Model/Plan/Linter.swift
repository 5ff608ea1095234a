/// A command whose output becomes findings: one entry of `rules: command:` in gate.yml.
package struct Linter: Sendable, Hashable {
  /// Names its check, and the findings that name no rule.
  package var name: String
  /// Run by `/bin/sh -c` in the checkout; `GATE_FILES` names a file with the changed paths, one a line.
  package var run: String
  /// How its output is read.
  package var output: Output
  /// Runs only for changes to these; empty means every change.
  package var when: [Glob]
  /// Keeps only findings on lines that the change added or edited.
  package var changedLinesOnly: Bool
  /// The level of every finding; nil keeps the tool's own.
  package var level: RuleLevel?
  /// How long it may take; its check is broken where that is too short.
  package var timeout: Duration
  /// Where gate.yml has it, for messages.
  package var location: Location

  /// Makes a linter; by default it runs for every change, keeps each finding at its level, and has
  /// 5 minutes.
  package init(
    name: String, run: String, output: Output, when: [Glob] = [], changedLinesOnly: Bool = false,
    level: RuleLevel? = nil, timeout: Duration = .seconds(300),
    location: Location = Location(file: "", line: 1, column: 1)
  ) {
    self.name = name
    self.run = run
    self.output = output
    self.when = when
    self.changedLinesOnly = changedLinesOnly
    self.level = level
    self.timeout = timeout
    self.location = location
  }

  /// How the command says what it found, on standard output.
  package enum Output: Sendable, Hashable {
    case sarif
    /// reviewdog's diagnostic format, as one JSON document or a line each.
    case rdformat
    /// A PCRE2 with the named groups `path`, `line`, `message`, and optionally `column`, `rule`, `level`.
    case regex(String)
  }
}
