import GateModel
import TestSupport
import Testing

@testable import GateSuites

struct ResultsTests {
  /// Real outputs, and what is read from each: one golden file shows all of them.
  @Test func fixtures() throws {
    let files: [(String, ResultFormat)] = [
      ("junit-pytest.xml", .junit), ("junit-node.xml", .junit), ("junit-surefire.xml", .junit),
      ("junit-swift-testing.xml", .junit), ("junit-xctest.xml", .junit),
      ("unittest-verbose.txt", .unittest), ("unittest-plain.txt", .unittest),
      ("unittest-none.txt", .unittest),
      ("pytest-default.txt", .pytest), ("pytest-verbose.txt", .pytest),
      ("pytest-quiet.txt", .pytest), ("pytest-all.txt", .pytest), ("pytest-none.txt", .pytest),
      ("pytest-collection.txt", .pytest),
      ("swift-events.jsonl", .swiftTesting), ("swift-console.txt", .swiftTesting),
      ("swift-quiet.txt", .swiftTesting), ("swift-parallel.txt", .swiftTesting),
      ("go.jsonl", .goJSON), ("tap-node.txt", .tap), ("tap-perl.txt", .tap),
    ]
    var text = ""
    for (name, format) in files {
      let found = try results(in: fixture(name), format: format, checkout: fixtureCheckout)
      text +=
        "== \(name): \(found.passed) passed, \(found.failed) failed, \(found.skipped) skipped\n"
      for test in found.cases {
        let place = test.path.map { path in " @\(path)\(test.line.map { ":\($0)" } ?? "")" } ?? ""
        text += "\(test.status) \(test.id)\(place)\n"
        for line in test.message.split(separator: "\n") { text += "    \(line)\n" }
      }
    }
    #expect(try golden("Tests/Gate/SuitesTests/Fixtures/results.golden.txt", text) == .same)
  }
}
