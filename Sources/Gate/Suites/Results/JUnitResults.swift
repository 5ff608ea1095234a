import GateModel

/// Reads JUnit's XML in the dialects of pytest, Gradle, Maven, Jest, Node, gotestsum, nextest,
/// GoogleTest and Swift.
///
/// - A test that failed and passed when run again (Maven's `flakyFailure`) has passed; its message
///   says so. Node's tests marked `todo` are skipped, whatever came of them.
/// - A suite that counts failures without naming one has failed.
///
/// Source: https://github.com/testmoapp/junitxml; Maven's surefire-test-report.xsd for reruns.
func junitResults(
  _ bytes: [UInt8], _ checkout: CheckoutPaths
) throws(ResultProblem) -> [TestCase] {
  var reader = XMLReader(bytes)
  var builder = JUnitBuilder(checkout: checkout)
  while let event = try reader.next() {
    switch event {
    case .start(let name, let attributes): try builder.start(name, attributes)
    case .end: try builder.end()
    case .text(let text, let isLiteral) where builder.isReadingProblem:
      builder.add(try reader.string(text, isLiteral: isLiteral))
    case .text: break
    }
  }
  return builder.cases
}

/// Gathers tests from the elements of a result file.
private struct JUnitBuilder {
  private(set) var cases: [TestCase] = []
  private let checkout: CheckoutPaths
  /// The open elements that are known; one of another name hides everything in it.
  private var open: [Element] = []
  private var suites: [Suite] = []
  private var test: OpenTest?
  private var hidden = 0

  init(checkout: CheckoutPaths) {
    self.checkout = checkout
  }

  var isReadingProblem: Bool { hidden == 0 && (open.last == .problem || open.last == .skipped) }

  private enum Element { case suite, test, problem, skipped, retry }

  private struct Suite {
    var name: String
    /// How many failures and errors it says it has.
    var claimed: Int
    var found = 0
  }

  mutating func start(_ name: String, _ attributes: [XMLAttribute]) throws(ResultProblem) {
    guard hidden == 0 else {
      hidden += 1
      return
    }
    switch (name, open.last) {
    case ("testsuites", nil), ("testsuite", nil), ("testsuite", .suite):
      let counts = ["failures", "errors"].map { attributes[$0].flatMap { Int($0) } ?? 0 }
      let claimed = counts.contains { $0 > 0 } ? 1 : 0
      // The root's name is the runner's, not a part of the tests' names.
      suites.append(
        Suite(name: name == "testsuite" ? attributes["name"] ?? "" : "", claimed: claimed))
      open.append(.suite)
    case (_, nil): throw ResultProblem("the XML holds <\(name.prefix(40))>, not test results")
    case ("testcase", .suite):
      guard cases.count < maximumTests else { throw ResultProblem("there are too many tests") }
      test = OpenTest(attributes, suites: suites.map(\.name), checkout)
      open.append(.test)
    case ("failure", .test), ("error", .test), ("failure", .suite), ("error", .suite):
      if test == nil { test = OpenTest(suite: suites.last?.name ?? "") }
      test?.fail(attributes)
      open.append(.problem)
    case ("skipped", .test), ("disabled", .test):
      test?.skip(attributes)
      open.append(.skipped)
    case ("flakyFailure", .test), ("flakyError", .test), ("rerunFailure", .test),
      ("rerunError", .test):
      test?.retries += 1
      open.append(.retry)
    default: hidden = 1
    }
  }

  mutating func add(_ text: String) {
    test?.add(text, isSkip: open.last == .skipped, checkout)
  }

  mutating func end() throws(ResultProblem) {
    guard hidden == 0 else {
      hidden -= 1
      return
    }
    switch open.popLast() {
    case .problem where open.last == .suite: finishTest()
    case .test: finishTest()
    case .suite: finishSuite()
    case .problem, .skipped, .retry, nil: break
    }
  }

  private mutating func finishTest() {
    guard let finished = test?.finished else { return }
    if test?.hasProblem == true, !suites.isEmpty { suites[suites.count - 1].found += 1 }
    cases.append(finished)
    test = nil
  }

  private mutating func finishSuite() {
    guard var suite = suites.popLast() else { return }
    if suite.claimed > 0, suite.found == 0 {
      suite.found = 1
      cases.append(
        TestCase(
          id: suite.name.isEmpty ? "(the whole run)" : suite.name, status: .failed,
          message: "The suite counts failures, but names no test that failed."))
    }
    if !suites.isEmpty { suites[suites.count - 1].found += suite.found }
  }
}
