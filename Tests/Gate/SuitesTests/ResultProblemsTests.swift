import GateModel
import Testing

@testable import GateSuites

/// What a hostile or broken runner writes.
struct ResultProblemsTests {
  private func read(_ text: String, _ format: ResultFormat) -> Result<TestResults, ResultProblem> {
    do {
      return .success(try results(in: Array(text.utf8), format: format, checkout: fixtureCheckout))
    } catch {
      return .failure(error)
    }
  }

  @Test func unreadableResultsAreNeverAPass() throws {
    let bomb = """
      <!DOCTYPE a [<!ENTITY b "&c;&c;"><!ENTITY c "xxx">]><testsuites><testcase name="&b;"/></testsuites>
      """
    let unreadable: [(String, ResultFormat)] = [
      ("", .junit), ("{}", .junit), ("<html></html>", .junit), (bomb, .junit),
      ("<testsuite><testcase name='a'>", .junit), ("<testsuite/><testsuite/>", .junit),
      ("<testsuite name='&nbsp;'/>", .junit), ("<testsuite a='1' a='2'/>", .junit),
      ("<testsuite a=1/>", .junit), ("<testsuite></testsuites>", .junit),
      ("<testsuite><![CDATA[x</testsuite>", .junit), ("text<testsuite/>", .junit),
      ("<?xml version='1.0' encoding='UTF-16'?><testsuite/>", .junit),
      (String(repeating: "<testsuite>", count: 100_000), .junit),
      ("", .unittest), ("OK\n", .unittest), ("Ran 3 tests in 0.1s\n\nOK\n", .unittest),
      ("\(row)\nRan 3 tests in 0.1s\n", .unittest),
      ("\(row)\nRan 99999999 tests in 0.1s\n\nOK\n", .unittest),
      ("", .pytest), ("=== test session starts ===\na.py ..F", .pytest),
      ("5 passed in good time", .pytest), ("9999999999 passed in 1.0s", .pytest),
      ("", .swiftTesting), ("Build complete!\n", .swiftTesting),
      ("◇ Test run started.\n◇ Test a() started.\n", .swiftTesting),
      ("Test Suite 'All' started at 1\nTest Case 'A.b' started at 1\n", .swiftTesting),
      ("{}", .swiftTesting), ("{\"kind\":\"event\"", .swiftTesting),
      ("{\"kind\":\"event\",\"payload\":{\"kind\":\"runStarted\"}}", .swiftTesting),
      ("", .goJSON), ("FAIL", .goJSON),
      ("{\"Action\":\"start\",\"Package\":\"p\"}\n{\"Act", .goJSON),
      ("{\"Action\":\"run\",\"Package\":\"p\",\"Test\":\"T\"}", .goJSON),
      (String(repeating: "{\"Action\":", count: 50_000), .goJSON),
      ("", .tap), ("ok 1\nok 2\n", .tap), ("TAP version 14\n", .tap),
      ("1..1\nok 1\n  ---\n  error: x\n", .tap), ("1..1\n    ok 1\n", .tap),
      (String(repeating: " ", count: 100_000) + "ok 1\n1..1", .tap),
    ]
    for (text, format) in unreadable {
      let result = read(text, format)
      guard case .success(let found) = result else { continue }
      Issue.record("\(format) passes \(text.prefix(80)) as \(digest(found))")
    }
  }

  @Test func doubtfulResultsFail() {
    let row = row
    let doubtful: [(String, ResultFormat, String)] = [
      ("<testsuite name='s' failures='2'><testcase name='a'/></testsuite>", .junit, "s"),
      ("<testsuite name='s'><error message='no db'/></testsuite>", .junit, "s"),
      ("<testsuite><testcase name='a' status='fail'/></testsuite>", .junit, "a"),
      ("\(row)\nRan 3 tests in 0.1s\n\nFAILED (failures=1)\n", .unittest, "(unnamed, failed, 1)"),
      ("\(row)\nRan 3 tests in 0.1s\n\nFAILED\n", .unittest, "(unnamed, failed, 1)"),
      ("1 failed, 2 passed in 0.1s\n", .pytest, "(unnamed, failed, 1)"),
      (
        "◇ Test run started.\n✘ Test run with 1 test failed after 0.1 seconds with 1 issue.\n",
        .swiftTesting, "(outside of any test)"
      ),
      ("{\"Action\":\"fail\",\"Package\":\"p\"}", .goJSON, "p"),
      (
        """
        {"Action":"run","Package":"p","Test":"T"}
        {"Action":"pass","Package":"p"}
        """, .goJSON, "p.T"
      ),
      ("1..2\nok 1\n", .tap, "(plan)"), ("1..1\nok 1\nok 2\n", .tap, "(plan)"),
      ("1..2\nok 1\nok 1\n", .tap, "(plan)"), ("1..2\nok 1\nBail out! no db\n", .tap, "Bail out!"),
      ("1..1\nnot ok 1 # skip it\n", .tap, "test 1"), ("Bail out!\n", .tap, "Bail out!"),
    ]
    for (text, format, id) in doubtful {
      let failures = (try? read(text, format).get())?.failures.map(\.id)  // Nil is compared below.
      #expect(failures == [id], "\(format): \(text)")
    }
  }

  @Test func messagesAreCut() throws {
    let long = String(repeating: "é", count: 100_000)
    let many = String(repeating: "line\n", count: 100_000)
    for text in [long, many] {
      let xml = "<testsuite><testcase name='a'><failure>\(text)</failure></testcase></testsuite>"
      let message = try read(xml, .junit).get().failures.first?.message ?? ""
      #expect(message.utf8.count < 4200 && message.utf8.count > 100)
      #expect(message.split(separator: "\n").count <= 21)
      #expect(!message.unicodeScalars.contains("\u{FFFD}"))
    }
  }

  @Test func ansiColoursAndLineEndsDoNotMatter() throws {
    let text = "\u{1B}[31m===== \u{1B}[1m1 failed\u{1B}[0m, 2 passed in 0.12s =====\u{1B}[0m\r\n"
    #expect(try read(text, .pytest).get().passed == 2)
  }

  private let row = String(repeating: "-", count: 70)
}
