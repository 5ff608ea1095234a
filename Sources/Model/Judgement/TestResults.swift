/// What a suite's tests said.
package struct TestResults: Sendable, Hashable {
  package var cases: [TestCase]
  /// Tests of which only the number is known: a stored report lists none but the failures.
  package var unlisted: Counts

  package init(cases: [TestCase] = [], unlisted: Counts = Counts()) {
    self.cases = cases
    self.unlisted = unlisted
  }

  /// Numbers of tests by what became of them.
  package struct Counts: Sendable, Hashable {
    package var passed: Int
    package var failed: Int
    package var skipped: Int

    package init(passed: Int = 0, failed: Int = 0, skipped: Int = 0) {
      self.passed = passed
      self.failed = failed
      self.skipped = skipped
    }
  }

  package var passed: Int { cases.count { $0.status == .passed } + unlisted.passed }
  package var failed: Int { cases.count { $0.status == .failed } + unlisted.failed }
  package var skipped: Int { cases.count { $0.status == .skipped } + unlisted.skipped }
  package var failures: [TestCase] { cases.filter { $0.status == .failed } }
}

/// One test.
package struct TestCase: Sendable, Hashable {
  /// Names it among all tests of the suite: `tests.test_cart.TestCart.test_total`.
  package var id: String
  package var status: Status
  package var seconds: Double?
  /// Why it failed or was skipped: the few lines that matter.
  package var message: String
  package var path: RepoPath?
  package var line: Int?

  package init(
    id: String, status: Status, seconds: Double? = nil, message: String = "",
    path: RepoPath? = nil, line: Int? = nil
  ) {
    self.id = id
    self.status = status
    self.seconds = seconds
    self.message = message
    self.path = path
    self.line = line
  }

  package enum Status: String, Sendable, Hashable {
    case passed, failed, skipped
  }
}
