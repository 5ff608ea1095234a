import FoundationEssentials
import GateModel
import TestSupport
import Testing

@testable import GateSuites

/// No input crashes a reader or makes it hang. `GATE_FUZZ=100000` tries as many inputs per reader.
struct FuzzTests {
  /// Short and nasty; the fixtures come on top.
  private let nasty: [ResultFormat: [String]] = [
    .junit: [
      "<testsuites><testsuite name='a'><testcase/></testsuite></testsuites>",
      "<testsuite><testcase name='&#x0;&#xD800;&#99999999999;&lt;'><failure/></testcase></testsuite>",
      "<testsuite time='-1e999' failures='99999999999999999999'/>", "\u{FEFF}<testsuite/>",
      "<a:testsuite xmlns:a=\"]]>\"><![CDATA[]]]]><![CDATA[>]]></a:testsuite>",
    ],
    .unittest: [
      "test_a (m.C.test_a) ... test_b (m.C.test_b) ... ok\nok", "a () ... ok", " ( ) ... ",
      String(repeating: "=", count: 70) + "\nFAIL: a\n" + String(repeating: "-", count: 70)
        + "\n  File \"\", line 0\nRan 0 tests in\n",
    ],
    .pytest: [
      "a::b[ - ] PASSED\n1 passed in 1s", "____ a ____\nE   \n== FAILURES ==\n__ __\n_ _",
      "FAILED a[ - b] - c - d\n==1 failed in 0s==", "[gw0] [%] PASSED ::",
    ],
    .swiftTesting: [
      "◇ Test run started.\n✘ Test \"a\" with \" recorded an issue at x\n↳ \n  y",
      "◇ Test run started.\n✔ Test \" passed after 1 seconds.\n✔ Test \"\" passed after 1 seconds.",
      "Test Case '-[A b]' started\nx:1: error: -[A b] : m\nTest Case '-[A b]' failed (",
      "{\"kind\":\"event\",\"payload\":{\"kind\":\"testEnded\",\"testID\":\"/.swift:\"}}",
    ],
    .goJSON: [
      "{\"Action\":\"run\",\"Package\":\"\",\"Test\":\"" + String(repeating: "/", count: 3000)
        + "\"}",
      "{\"Action\":\"output\",\"Package\":\"p\",\"Test\":\"T\",\"Output\":\".go:1:\"}",
    ],
    .tap: [
      "1..0 # SKIP", "ok\n    ok\n        ok\n    ok\nok\n1..1", "not ok 1 - \\# \\\\ # TODO #",
      "1..1\nnot ok 1\n  ---\n  at:\n    file: a\n  location: a:1:1\n  ...\n# at a line 1.",
    ],
    .exitCode: [""],
  ]

  private let files: [ResultFormat: [String]] = [
    .junit: ["junit-pytest.xml", "junit-node.xml", "junit-surefire.xml"],
    .unittest: ["unittest-verbose.txt", "unittest-plain.txt"],
    .pytest: ["pytest-verbose.txt", "pytest-all.txt", "pytest-quiet.txt"],
    .swiftTesting: ["swift-events.jsonl", "swift-console.txt", "swift-quiet.txt"],
    .goJSON: ["go.jsonl"], .tap: ["tap-node.txt", "tap-perl.txt"],
  ]

  @Test(arguments: ResultFormat.allCases) func resultReaders(format: ResultFormat) throws {
    var seeds = nasty[format, default: []].map { Array($0.utf8) }
    seeds += try files[format, default: []].map(fixture)
    let failures = Fuzz(seeds: seeds).failures(ofBytes: { input in
      // A thrown problem is one of the two right answers; the other is a result.
      let cases = (try? results(in: input, format: format, checkout: fixtureCheckout))?.cases
      return cases?.contains { $0.id.isEmpty } == true ? "a test without a name" : nil
    })
    #expect(failures.isEmpty, "\(format): \(failures)")
  }

  /// Inputs that make a careless reader quadratic.
  @Test(arguments: ResultFormat.allCases) func largeInputs(format: ResultFormat) {
    let lines = [
      "\n", "a", "<", "&lt;", "<testsuite a='", "<!--", " ", "[", "ok 1 - a\n", "    ok\n", "# a\n",
      "not ok\n", "::", "a::b PASSED\n", "FAILED a[ - ", "FAILED a - b\n", "____ a ____\nE   b\n",
      "test_a (m.C.test_a) ... \n", " ... ", "==", "/", "{\"Action\":\"run\",\"Package\":\"p\"}\n",
      "{\"kind\":\"event\"}\n", "✘ Test a() recorded an issue at b: c\n",
      "Test Suite 'a' started at\n",
      "Test Case 'A.b' started\n", "\"", "\\", "{\"Action\":[", "\u{1B}[", "\u{1B}",
      "  File \"a/b.py\", line 1\n",
    ]
    let heads = [
      "", "<testsuite><testcase><failure>", "== FAILURES ==\n", "◇ Test run started.\n", "1..3\n",
      String(repeating: "=", count: 70) + "\nFAIL: a\n" + String(repeating: "-", count: 70) + "\n",
    ]
    let clock = ContinuousClock()
    let size = Fuzz.iterations > 1000 ? 300_000 : 20_000
    for head in heads {
      for line in lines {
        let input = Array((head + String(repeating: line, count: size / line.utf8.count)).utf8)
        let time = clock.measure {
          // Either answer is right, as long as it comes soon.
          _ = try? results(in: input, format: format, checkout: fixtureCheckout)
        }
        #expect(time < .seconds(3), "\(format): \(head) \(line): \(time)")
      }
    }
  }
}
