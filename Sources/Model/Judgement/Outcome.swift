/// What came of one check.
package struct Outcome: Sendable, Hashable {
  /// The check of the plan that it answers.
  package var check: Check
  /// How it was judged, or why it was not.
  package var result: Result
  /// How long it took; 0 where nothing ran.
  package var seconds: Double
  /// What the check remarks on; errors among them only where it failed.
  package var findings: [Finding]
  /// What a suite's tests said; nil where no test is known.
  package var tests: TestResults?
  /// The last lines of a command's output, where they help.
  package var output: String?
  /// What was asked and what was found, in one line, where a check asks: `GET /healthz: 200`.
  package var evidence: String?
  /// What migrations did, where they were tried on a database.
  package var migrations: [MigrationEffect]

  /// Makes an outcome; by default it took no time and has nothing to tell.
  package init(
    check: Check, result: Result, seconds: Double = 0, findings: [Finding] = [],
    tests: TestResults? = nil, output: String? = nil, evidence: String? = nil,
    migrations: [MigrationEffect] = []
  ) {
    self.check = check
    self.result = result
    self.seconds = seconds
    self.findings = findings
    self.tests = tests
    self.output = output
    self.evidence = evidence
    self.migrations = migrations
  }

  /// What can come of a check. `failed` shuts the gate; `broken` leaves it unjudged.
  package enum Result: Sendable, Hashable {
    case passed
    case failed
    /// It could not judge: why, and what to do, for a person.
    case broken(String)
    /// It was not meant to judge this change; the check says why.
    case skipped
    /// It judged the same inputs before.
    case cached

    /// The word in reports, without the reason of `broken`.
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
