import GateModel

/// Gathers tests from Swift Testing's lines. Source: swift-testing's `Event.ConsoleOutputRecorder`.
struct SwiftTestingLines {
  private(set) var isUsed = false
  private var cases: [TestCase] = []
  private var open: [Substring: OpenSwiftTest] = [:]
  private var runsOpen = 0
  /// The test whose issue the following lines explain.
  private var explained: Substring?

  mutating func read(_ line: Substring) {
    guard let first = line.utf8.first, first >= 0x80, let (symbol, text) = line.cut(at: " "),
      symbol.utf8.count <= 8
    else {
      if let explained, let detail = line.after("  ") { open[explained]?.add(detail) }
      if !line.begins("  ") { explained = nil }
      return
    }
    if symbol == "↳" {
      if let explained { open[explained]?.add(text) }
      return
    }
    explained = nil
    if text.begins("Test run ") {
      readRun(text)
    } else if !text.begins("Test case "), let rest = text.after("Test ") {
      readTest(rest)
    }
  }

  /// `Test run started.`, `Test run with 8 tests in 2 suites failed after 0.1 seconds with 5 issues.`
  private mutating func readRun(_ text: Substring) {
    isUsed = true
    if text == "Test run started." {
      runsOpen += 1
      return
    }
    guard let rest = text.after("Test run with "), let total = leadingCount(rest) else { return }
    runsOpen -= 1
    if runsOpen == 0 { closeQuietTests() }
    let hasFailed = rest.cut(at: " failed after ") != nil
    if hasFailed, !cases.contains(where: { $0.status == .failed }) {
      cases.append(
        TestCase(
          id: "(outside of any test)", status: .failed,
          message: "The run failed, but none of its tests did."))
    }
    // Quiet runs name only what went wrong: what they do not name is counted as passed.
    if runsOpen == 0, total < maximumTests { cases += unnamed(total - cases.count, .passed) }
  }

  /// Quiet runs do not say when a test with an issue ends.
  private mutating func closeQuietTests() {
    cases += open.map { $0.value.finished(String($0.key), end: nil) }.filter {
      $0.status == .failed
    }
    open = [:]
  }

  private mutating func readTest(_ rest: Substring) {
    guard let (said, event, tail) = split(rest) else { return }
    let name = said.isEmpty ? "\"\"" : said
    switch event {
    case .started: open[name] = OpenSwiftTest(start: nil)
    case .issue:
      // `with 1 argument n → 2 at T.swift:7:51: Expectation failed: …`
      let message = tail.cut(at: "at ")?.after.cut(at: ": ")?.after ?? tail
      open[name, default: OpenSwiftTest(start: nil)].fail([String(message)], nil)
      explained = name
    case .passed, .failed:
      let test = open.removeValue(forKey: name) ?? OpenSwiftTest(start: nil)
      let time = tail.cut(at: " seconds").flatMap { seconds($0.before) }
      var finished = test.finished(
        String(name), end: nil, status: event == .failed ? .failed : .passed)
      finished.seconds = time
      cases.append(finished)
    case .skipped:
      let reason = (tail.after(": ") ?? "").stripped(of: "\"")
      cases.append(
        TestCase(id: String(name), status: .skipped, message: Excerpt(String(reason)).text))
    }
  }

  private enum Event { case passed, failed, issue, skipped, started }

  /// The name of a test, which can hold anything where it is quoted, and what happened to it.
  private func split(
    _ rest: Substring
  ) -> (name: Substring, event: Event, tail: Substring)? {
    let words: [(String, Event)] = [
      (" passed after ", .passed), (" failed after ", .failed), (" recorded an issue ", .issue),
      (" skipped", .skipped), (" started.", .started),
    ]
    let isQuoted = rest.begins("\"")
    let rest = isQuoted ? rest[rest.utf8.index(after: rest.startIndex)...] : rest
    var best: (name: Substring, event: Event, tail: Substring)?
    for (word, event) in words {
      guard let (head, tail) = rest.cut(at: isQuoted ? "\"\(word)" : word) else { continue }
      if let best, best.name.endIndex <= head.endIndex { continue }
      best = (head, event, tail)
    }
    guard var found = best else {
      // `args(n:) with 3 test cases passed after …`, quoted.
      guard isQuoted, let (head, tail) = rest.cut(at: "\" with ") else { return nil }
      let event: Event = tail.cut(at: " failed after ") == nil ? .passed : .failed
      let time = tail.cut(at: " after ")?.after ?? ""
      return (head, event, time)
    }
    if !isQuoted, let (head, tail) = found.name.cutLast(at: " with "),
      tail.ends(" test cases") || tail.ends(" test case")
    {
      found.name = head
    }
    return found
  }

  func finished() throws(ResultProblem) -> [TestCase] {
    guard runsOpen == 0 else { throw unfinished(open.keys.map { String($0) }.sorted()) }
    return cases
  }
}
