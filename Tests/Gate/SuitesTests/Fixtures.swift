import FoundationEssentials
import GateModel
import GateSuites

/// The bytes of a file in `Fixtures/`: what a real test runner wrote.
func fixture(_ name: String) throws -> [UInt8] {
  let folder = URL(filePath: #filePath).deletingLastPathComponent()
  return Array(try Data(contentsOf: folder.appending(path: "Fixtures/" + name)))
}

/// The checkout in which the fixtures were made.
let fixtureCheckout = CheckoutPaths(roots: ["/checkout"]) { path in
  let files = [
    "test_cart.py", "test_bad.py", "test_pt.py", "test_bad2.py", "a.test.mjs", "t/cart.t",
    "Tests/LibTests/T.swift", "cart/cart_test.go", "a/b.py",
  ]
  return files.contains(path.description)
}

/// The counts and the failures of a result, a line each: what a table of tests compares.
func digest(_ results: TestResults) -> [String] {
  let failures = results.failures.map { test in
    let place = test.path.map { path in " @\(path)\(test.line.map { ":\($0)" } ?? "")" } ?? ""
    let message = test.message.split(separator: "\n").joined(separator: " / ")
    return "\(test.id)\(place) | \(message)"
  }
  return ["\(results.passed) \(results.failed) \(results.skipped)"] + failures
}
