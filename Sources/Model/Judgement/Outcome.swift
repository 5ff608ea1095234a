/// What came of one check.
package struct Outcome: Sendable, Hashable {
  package var check: Check
  package var result: Result
  package var seconds: Double
  /// What the check remarks on; errors among them only where it failed.
  package var findings: [Finding]
  package var tests: TestResults?
  /// The last lines of a command's output, where they help.
  package var output: String?

  package init(
    check: Check, result: Result, seconds: Double = 0, findings: [Finding] = [],
    tests: TestResults? = nil, output: String? = nil
  ) {
    self.check = check
    self.result = result
    self.seconds = seconds
    self.findings = findings
    self.tests = tests
    self.output = output
  }

  package enum Result: Sendable, Hashable {
    case passed
    case failed
    /// It could not judge: why, and what to do, for a person.
    case broken(String)
    /// It was not meant to judge this change; the check says why.
    case skipped
    /// It judged the same inputs before.
    case cached

    package var name: String {
      switch self {
      case .passed: "passed"
      case .failed: "failed"
      case .broken: "broken"
      case .skipped: "skipped"
      case .cached: "cached"
      }
    }
  }
}
