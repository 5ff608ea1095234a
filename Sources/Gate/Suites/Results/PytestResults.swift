import GateModel

/// Reads what pytest prints, in any verbosity, with xdist or without; several runs add up.
///
/// The last line counts; the short summary names the failures, `-v` and `-rA` the others. Expected
/// failures are skipped tests, as in pytest's own JUnit file. Source: pytest's `_pytest/terminal.py`.
func pytestResults(
  _ text: String, _ checkout: CheckoutPaths
) throws(ResultProblem) -> [TestCase] {
  var cases: [TestCase] = []
  var run = PytestRun(checkout: checkout)
  for line in TextLines(text) {
    if line.begins("==="), line.ends("==="), line.cut(at: " test session starts ") != nil {
      if run.isStarted { cases += try run.cases() }
      run = PytestRun(checkout: checkout)
    }
    run.read(line)
  }
  return cases + (try run.cases())
}

private struct PytestRun {
  private(set) var isStarted = false
  private let checkout: CheckoutPaths
  private var section = Section.progress
  private var blocks: [PytestBlock] = []
  /// False between the head of a section and its first block: `--tb=line` has none.
  private var isWithinBlock = false
  private var named: [TestCase] = []
  private var names: Set<String> = []
  private var summary: [(id: Substring, line: Substring, isError: Bool)] = []
  private var counts: PytestCounts?

  init(checkout: CheckoutPaths) {
    self.checkout = checkout
  }

  private enum Section { case progress, problems, summary, other }

  mutating func read(_ line: Substring) {
    if !line.isBlank { isStarted = true }
    if let counts = PytestCounts(line) {
      self.counts = counts
      section = .progress
      return
    }
    if line.begins("==="), line.ends("===") {
      switch line.stripped(of: "=").stripped(of: " ") {
      case "ERRORS", "FAILURES": (section, isWithinBlock) = (.problems, false)
      case "short test summary info": section = .summary
      default: section = .other
      }
      return
    }
    switch section {
    case .problems:
      if let block = PytestBlock(header: line) {
        blocks.append(block)
        isWithinBlock = true
      } else if isWithinBlock {
        blocks[blocks.count - 1].add(line, checkout)
      }
    case .summary: readSummary(line)
    case .progress, .other: readProgress(line)
    }
  }

  private mutating func readSummary(_ line: Substring) {
    if let rest = line.after("FAILED ") {
      summary.append((rest, rest, false))
    } else if let rest = line.after("ERROR ") {
      summary.append((rest, rest, true))
    } else if let rest = line.after("PASSED ") {
      name(rest, .passed)
    } else if let rest = line.after("XPASS ") {
      name(split(rest, []).id, .passed)
    } else if let rest = line.after("XFAIL ") {
      let (id, reason) = split(rest, [])
      name(id, .skipped, reason.isEmpty ? "expected failure" : reason)
    }
  }

  /// `a.py::test PASSED  [ 7%]`, or with xdist `[gw0] [ 7%] PASSED a.py::test`.
  private mutating func readProgress(_ line: Substring) {
    guard line.utf8.count < 4096, line.cut(at: "::") != nil else { return }
    if line.begins("[gw"), let (_, rest) = line.cut(at: "%] "), let (word, id) = rest.cut(at: " ") {
      readStatus(word, id.stripped(of: " "), "")
      return
    }
    for word in ["PASSED", "FAILED", "ERROR", "SKIPPED", "XFAIL", "XPASS"] {
      guard let (id, rest) = line.cutLast(at: " \(word)"), id.cut(at: "::") != nil,
        rest.isEmpty || rest.begins(" ")
      else { continue }
      let tail = rest.cutLast(at: "[")?.before ?? rest
      readStatus(word[...], id, tail.stripped(of: " ").stripped(of: "(").stripped(of: ")"))
      return
    }
  }

  private mutating func readStatus(_ word: Substring, _ id: Substring, _ reason: Substring) {
    switch word {
    case "PASSED", "XPASS": name(id, .passed)
    case "SKIPPED": name(id, .skipped, reason)
    case "XFAIL": name(id, .skipped, reason.isEmpty ? "expected failure" : reason)
    case "FAILED", "ERROR": name(id, .failed)
    default: break
    }
  }

  private mutating func name(
    _ id: Substring, _ status: TestCase.Status, _ message: Substring = ""
  ) {
    guard names.insert("\(status) \(id)").inserted else { return }
    named.append(
      TestCase(id: String(id), status: status, message: Excerpt(String(message)).text))
  }

  // MARK: The whole

  func cases() throws(ResultProblem) -> [TestCase] {
    guard let counts else {
      throw ResultProblem("the output of pytest ends before its last line, which counts the tests")
    }
    let failures = failures()
    let passed = named.filter { $0.status == .passed }
    let skipped = named.filter { $0.status == .skipped }
    return failures + passed + skipped
      + unnamed(
        counts.failed - failures.count, .failed,
        "pytest counts this failure without naming the test.")
      + unnamed(counts.passed - passed.count, .passed)
      + unnamed(counts.skipped - skipped.count, .skipped)
  }

  private func failures() -> [TestCase] {
    let verbose = Set(named.filter { $0.status == .failed }.map(\.id))
    var queues: [String: [PytestBlock]] = [:]
    for block in blocks.reversed() { queues[block.key, default: []].append(block) }
    if summary.isEmpty {
      let known = named.filter { $0.status == .failed }
      let ids = known.count >= blocks.count ? known.map(\.id) : blocks.map(\.key)
      return ids.map { testCase($0, "", queues[pytestKey($0[...])]?.popLast()) }
    }
    return summary.map { entry in
      let (id, message) = split(entry.line, verbose)
      return testCase(String(id), message, queues[pytestKey(id)]?.popLast())
    }
  }

  private func testCase(_ id: String, _ summary: Substring, _ block: PytestBlock?) -> TestCase {
    let message = block.map(\.message) ?? ""
    let path = checkout.file(id.cut(at: "::")?.before ?? id[...])
    return TestCase(
      id: id, status: .failed, message: message.isEmpty ? Excerpt(String(summary)).text : message,
      path: block?.place?.path ?? path, line: block?.place?.line)
  }

  /// `id - message`; parameters in brackets can hold the separator themselves.
  private func split(
    _ line: Substring, _ known: Set<String>
  ) -> (id: Substring, message: Substring) {
    var from = line.startIndex
    var shortest: (id: Substring, message: Substring)?
    for _ in 0..<20 {
      guard let (head, message) = line[from...].cut(at: " - ") else { break }
      let id = line[..<head.endIndex]
      if known.contains(String(id)) { return (id, message) }
      let brackets = id.utf8.count { $0 == UInt8(ascii: "[") }
      let isBalanced = brackets == id.utf8.count { $0 == UInt8(ascii: "]") }
      if shortest == nil, isBalanced { shortest = (id, message) }
      from = message.startIndex
    }
    return shortest ?? (line, "")
  }
}
