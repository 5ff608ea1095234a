package import GateModel

/// Something wrong in a file of the plan.
package struct PlanProblem: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// Where it shows: the file's first line, where it is about the whole of it.
  package var location: Location
  /// One sentence: what is wrong and what was expected.
  package var message: String

  /// Makes a problem of a place and a sentence.
  package init(_ location: Location, _ message: String) {
    self.location = location
    self.message = message
  }

  /// `gate.yml:12:3: unknown key …`
  package var description: String {
    "\(location.file):\(location.line):\(location.column): \(message)"
  }

  /// In the order of files, lines and columns; at one place, in the order of messages.
  package static func < (a: PlanProblem, b: PlanProblem) -> Bool {
    (a.location, a.message) < (b.location, b.message)
  }
}

/// Everything that is wrong in the plan, at once.
package struct PlanProblems: Error, Sendable, Hashable {
  /// In the order of files and lines.
  package var all: [PlanProblem]
  /// Whose plan it is, for a sentence; nil for that of the worktree.
  package var place: String?

  /// Takes problems in any order, of the worktree's plan until `place` is set.
  package init(_ all: [PlanProblem]) {
    self.all = all.sorted()
  }
}
