import FoundationEssentials
import GateModel

/// Reads the event stream that `swift test --event-stream-output-path` writes, in every version of
/// its form so far. Source: swift-testing's Documentation/ABI/JSON.md.
func swiftEventResults(
  _ text: String, _ checkout: CheckoutPaths
) throws(ResultProblem) -> [TestCase] {
  let decoder = JSONDecoder()
  var stream = SwiftEvents(checkout: checkout)
  for (number, line) in zip(1..., TextLines(text)) where !line.isBlank {
    do {
      stream.read(try decoder.decode(SwiftRecord.self, from: Data(line.utf8)))
    } catch {
      throw ResultProblem("line \(number) of the event stream is not a record of Swift Testing")
    }
  }
  return try stream.finished()
}

/// One line of the stream. What is not needed is not decoded.
private struct SwiftRecord: Decodable {
  var kind: String
  var payload: Payload?

  struct Payload: Decodable {
    var kind: String?
    var id: String?
    var testID: String?
    var sourceLocation: Location?
    var instant: Instant?
    var issue: Issue?
    var messages: [Message]?
  }

  struct Location: Decodable {
    var filePath: String?
    var _filePath: String?
    var line: Int?
  }

  struct Instant: Decodable {
    var absolute: Double?
  }

  struct Issue: Decodable {
    var isFailure: Bool?
    var isKnown: Bool?
    var severity: String?
    var sourceLocation: Location?

    /// Early versions do not say it.
    var counts: Bool { isFailure ?? (isKnown != true && severity != "warning") }
  }

  struct Message: Decodable {
    var symbol: String?
    var text: String?
  }
}

private struct SwiftEvents {
  private let checkout: CheckoutPaths
  private var cases: [TestCase] = []
  private var suites: Set<String> = []
  private var open: [String: OpenSwiftTest] = [:]
  private var runs = 0
  private var runsOpen = 0

  init(checkout: CheckoutPaths) {
    self.checkout = checkout
  }

  mutating func read(_ record: SwiftRecord) {
    guard let payload = record.payload else { return }
    if record.kind == "test" {
      if payload.kind == "suite", let id = payload.id { suites.insert(id) }
      return
    }
    switch payload.kind {
    case "runStarted":
      runs += 1
      runsOpen += 1
    case "runEnded": runsOpen -= 1
    case "testStarted":
      guard let id = payload.testID, !suites.contains(id) else { return }
      open[id] = OpenSwiftTest(start: payload.instant?.absolute)
    case "issueRecorded": readIssue(payload)
    case "testSkipped":
      guard let id = payload.testID, !suites.contains(id) else { return }
      let text = payload.messages?.first?.text ?? ""
      let reason = text.cut(at: "skipped: ")?.after.stripped(of: "\"") ?? ""
      cases.append(
        TestCase(id: name(id), status: .skipped, message: Excerpt(String(reason)).text))
    case "testEnded":
      guard let id = payload.testID, let test = open.removeValue(forKey: id) else { return }
      cases.append(test.finished(name(id), end: payload.instant?.absolute))
    default: break
    }
  }

  private mutating func readIssue(_ payload: SwiftRecord.Payload) {
    guard let issue = payload.issue, issue.counts else { return }
    let location = issue.sourceLocation
    let path = (location?.filePath ?? location?._filePath).flatMap { checkout.file($0[...]) }
    let place = path.flatMap { path in location?.line.map { Place(path: path, line: $0) } }
    let lines = (payload.messages ?? []).compactMap(\.text)
    guard let id = payload.testID, open[id] != nil else {
      // Of a suite, or of no test at all.
      var test = OpenSwiftTest(start: nil)
      test.fail(lines, place)
      cases.append(test.finished(payload.testID.map(name) ?? "(outside of any test)", end: nil))
      return
    }
    open[id]?.fail(lines, place)
  }

  /// `Module.Suite/test(n:)/File.swift:7:4` without the place.
  private func name(_ id: String) -> String {
    guard let (name, place) = id.cutLast(at: "/"), place.cut(at: ".swift:") != nil else {
      return id
    }
    return String(name)
  }

  func finished() throws(ResultProblem) -> [TestCase] {
    guard runs > 0, runsOpen == 0, open.isEmpty else {
      throw unfinished(open.keys.map(name).sorted())
    }
    return cases
  }
}

/// A run that ended before its last line, with the tests that were running.
func unfinished(_ tests: [String]) -> ResultProblem {
  let names = tests.prefix(3).map { "`\($0.prefix(bytes: 200))`" }.joined(separator: ", ")
  let running = tests.isEmpty ? "" : " while it ran \(names)\(tests.count > 3 ? " and others" : "")"
  return ResultProblem("the test run ended early\(running)")
}

/// A test of Swift Testing while it runs.
struct OpenSwiftTest {
  private let start: Double?
  private var hasFailed = false
  private var excerpt = Excerpt()
  private var place: Place?

  init(start: Double?) {
    self.start = start
  }

  mutating func fail(_ lines: [String], _ place: Place?) {
    hasFailed = true
    for line in lines { excerpt.add(text: line) }
    self.place = self.place ?? place
  }

  /// A further line of the last issue.
  mutating func add(_ line: Substring) { excerpt.add(line) }

  func finished(_ id: String, end: Double?, status: TestCase.Status? = nil) -> TestCase {
    let duration = start.flatMap { start in end.map { max(0, $0 - start) } }
    return TestCase(
      id: id, status: status ?? (hasFailed ? .failed : .passed), seconds: duration,
      message: hasFailed ? excerpt.text : "", path: place?.path, line: place?.line)
  }
}
