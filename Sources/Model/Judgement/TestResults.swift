/// What a suite's tests said.
package struct TestResults: Sendable, Hashable {
  package var cases: [TestCase]

  package init(cases: [TestCase] = []) {
    self.cases = cases
  }

  package var passed: Int { cases.count { $0.status == .passed } }
  package var failed: Int { cases.count { $0.status == .failed } }
  package var skipped: Int { cases.count { $0.status == .skipped } }
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
