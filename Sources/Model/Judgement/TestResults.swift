/// What a suite's tests said.
package struct TestResults: Sendable, Hashable {
  /// The tests that are known by name, in the order of their names.
  package var cases: [TestCase]
  /// Tests of which only the number is known: a stored report lists none but the failures.
  package var unlisted: Counts

  /// Makes results; by default no test ran.
  package init(cases: [TestCase] = [], unlisted: Counts = Counts()) {
    self.cases = cases
    self.unlisted = unlisted
  }

  /// Numbers of tests by what became of them.
  package struct Counts: Sendable, Hashable {
    /// How many passed.
    package var passed: Int
    /// How many failed.
    package var failed: Int
    /// How many were skipped.
    package var skipped: Int

    /// Makes counts; a number that is left out is 0.
    package init(passed: Int = 0, failed: Int = 0, skipped: Int = 0) {
      self.passed = passed
      self.failed = failed
      self.skipped = skipped
    }
  }

  /// How many passed, the unlisted included.
  package var passed: Int { cases.count { $0.status == .passed } + unlisted.passed }
  /// How many failed, the unlisted included.
  package var failed: Int { cases.count { $0.status == .failed } + unlisted.failed }
  /// How many were skipped, the unlisted included.
  package var skipped: Int { cases.count { $0.status == .skipped } + unlisted.skipped }
  /// The failed tests that are known by name, in their order.
  package var failures: [TestCase] { cases.filter { $0.status == .failed } }
}

/// One test.
package struct TestCase: Sendable, Hashable {
  /// Names it among all tests of the suite: `tests.test_cart.TestCart.test_total`.
  package var id: String
  /// What became of it.
  package var status: Status
  /// How long it took; nil where the runner does not say.
  package var seconds: Double?
  /// Why it failed or was skipped: the few lines that matter.
  package var message: String
  /// The file that it failed in, as far as the results name one of the repository; else nil.
  package var path: RepoPath?
  /// The line in that file, from 1; nil where it is not known.
  package var line: Int?

  /// Makes a test; by default its time, its place and its reason are not known.
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

  /// What can become of a test; an error counts as a failure.
  package enum Status: String, Sendable, Hashable {
    case passed, failed, skipped
  }
}
