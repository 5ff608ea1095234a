package import GateModel

/// Something wrong in a file of rules.
package struct RuleProblem: Sendable, Hashable, CustomStringConvertible {
  /// Where it shows.
  package var location: Location
  /// One sentence.
  package var message: String

  init(_ file: String, _ line: Int, _ column: Int, _ message: String) {
    location = Location(file: file, line: line, column: column)
    self.message = message
  }

  /// `rules.yml:12:3: unknown key …`
  package var description: String {
    "\(location.file):\(location.line):\(location.column): \(message)"
  }
}

/// Everything that is wrong in a file of rules, at once.
package struct RuleProblems: Error, Sendable, Hashable, CustomStringConvertible {
  /// In the order of the file.
  package var all: [RuleProblem]

  init(_ all: [RuleProblem]) {
    self.all = all.sorted { ($0.location, $0.message) < ($1.location, $1.message) }
  }

  /// One a line.
  package var description: String { all.map(\.description).joined(separator: "\n") }
}
