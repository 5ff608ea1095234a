package import GateModel

/// Reads what a test command wrote, in one of the formats that the gate knows.
///
/// The tests come in the order of their names, whatever order they ran in. No tests at all is an
/// answer ("ran no test"), a result that is cut off or cannot be read is not.
///
/// - Parameters:
///   - bytes: one result file, or the command's output.
///   - checkout: names the files of the checkout, for the places of failures.
package func results(
  in bytes: [UInt8], format: ResultFormat, checkout: CheckoutPaths
) throws(ResultProblem) -> TestResults {
  let cases: [TestCase]
  switch format {
  case .junit: cases = try junitResults(bytes, checkout)
  case .unittest: cases = try unittestResults(plainText(bytes), checkout)
  case .pytest: cases = try pytestResults(plainText(bytes), checkout)
  case .swiftTesting:
    let text = plainText(bytes)
    let isStream = text.utf8.first { $0 > 0x20 } == UInt8(ascii: "{")
    cases = try isStream ? swiftEventResults(text, checkout) : swiftConsoleResults(text, checkout)
  case .goJSON: cases = try goResults(plainText(bytes), checkout)
  case .tap: cases = try tapResults(plainText(bytes), checkout)
  case .exitCode: cases = []
  }
  return TestResults(cases: cases.map(named).sorted(by: precedes))
}

/// A test that its runner gave no name is still one.
private func named(_ test: TestCase) -> TestCase {
  guard test.id.isEmpty else { return test }
  var test = test
  test.id = "(unnamed)"
  return test
}

/// More tests than this are taken for nonsense.
let maximumTests = 1_000_000

private func precedes(_ a: TestCase, _ b: TestCase) -> Bool {
  if a.id != b.id { return a.id.utf8.lexicographicallyPrecedes(b.id.utf8) }
  return (a.status.rawValue, a.message) < (b.status.rawValue, b.message)
}

/// Tests of which only the number is known; their names say so.
func unnamed(_ count: Int, _ status: TestCase.Status, _ message: String = "") -> [TestCase] {
  guard count > 0 else { return [] }
  return (1...count).map {
    TestCase(id: "(unnamed, \(status.rawValue), \($0))", status: status, message: message)
  }
}

/// A duration as runners write it; nil for what is not a finite number of seconds.
func seconds(_ text: Substring) -> Double? {
  guard text.utf8.count < 40, let value = Double(text.replaced(",", by: "")), value.isFinite,
    value >= 0
  else { return nil }
  return value
}
