import GateModel

/// Reads what `swift test` prints: XCTest and Swift Testing, one after the other in one output.
///
/// Swift Testing names files without folders there, so its failures have no place; its event stream
/// has them. Source: swift-testing's `Event.ConsoleOutputRecorder`, swift-corelibs-xctest's
/// `PrintObserver`.
func swiftConsoleResults(
  _ text: String, _ checkout: CheckoutPaths
) throws(ResultProblem) -> [TestCase] {
  var xctest = XCTestLines(checkout: checkout)
  var testing = SwiftTestingLines()
  for line in TextLines(text) where !xctest.read(line) { testing.read(line) }
  guard xctest.isUsed || testing.isUsed else {
    throw ResultProblem("the output holds no run of XCTest or Swift Testing")
  }
  return try xctest.finished() + testing.finished()
}
