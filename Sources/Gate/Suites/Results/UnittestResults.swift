import GateModel

/// Reads what Python's `unittest` prints, with or without `-v`; several runs in one output add up.
///
/// The blocks under `======` say which tests failed, the `-v` lines which passed; of tests without a
/// line only the number is known. Source: CPython's Lib/unittest/runner.py.
func unittestResults(
  _ text: String, _ checkout: CheckoutPaths
) throws(ResultProblem) -> [TestCase] {
  var reader = UnittestReader(checkout: checkout)
  for line in TextLines(text) { try reader.read(line) }
  return try reader.finished()
}

private struct UnittestReader {
  private var cases: [TestCase] = []
  private let checkout: CheckoutPaths
  private var verbose = UnittestLines()
  private var blocks: [UnittestBlock] = []
  private var position = Position.progress
  /// N of `Ran N tests in …`, until the line with the result comes.
  private var ran: Int?
  private var runs = 0
  private var isUnclosed = false

  init(checkout: CheckoutPaths) {
    self.checkout = checkout
  }

  private enum Position {
    case progress, afterRow, header, description, body
  }

  mutating func read(_ line: Substring) throws(ResultProblem) {
    if line.utf8.count == 70, line.isRow(of: "=", atLeast: 70) {
      position = .header
      return
    }
    let isRule = line.utf8.count == 70 && line.isRow(of: "-", atLeast: 70)
    switch position {
    case .header:
      guard let block = UnittestBlock(header: line) else {
        position = .progress
        return
      }
      isUnclosed = true
      blocks.append(block)
      position = block.hasBody ? .description : .progress
    case .description:
      if isRule { position = .body }
    case .body where !isRule: blocks[blocks.count - 1].add(line, checkout)
    case .progress where !isRule, .body, .progress:
      if isRule {
        position = .afterRow
        isUnclosed = true
      } else if ran != nil {
        try readResult(line)
      } else {
        verbose.read(line)
      }
    case .afterRow:
      position = .progress
      if let rest = line.after("Ran "), let count = leadingCount(rest), rest.contains(" in ") {
        ran = count
      }
    }
  }

  /// `OK`, `OK (skipped=1)`, `FAILED (failures=1, errors=2)`, `NO TESTS RAN`.
  private mutating func readResult(_ line: Substring) throws(ResultProblem) {
    let isOK = line == "OK" || line.begins("OK (")
    let isEmpty = line.begins("NO TESTS RAN")
    guard isOK || isEmpty || line == "FAILED" || line.begins("FAILED ("), let ran else { return }
    var counts: [Substring: Int] = [:]
    for part in (line.cut(at: "(")?.after ?? "").stripped(of: ")").split(separator: ",") {
      guard let (name, number) = part.cut(at: "=") else { continue }
      counts[name.stripped(of: " ")] = leadingCount(number)
    }
    guard ran < maximumTests, counts.values.allSatisfy({ $0 < maximumTests }) else {
      throw ResultProblem("unittest counts more tests than there can be")
    }
    close(ran: ran, counts, isOK: isOK || isEmpty)
  }

  private mutating func close(ran: Int, _ counts: [Substring: Int], isOK: Bool) {
    let failed = blocks.map(\.test)
    let claimed = ["failures", "errors", "unexpected successes"].reduce(0) {
      $0 + (counts[Substring($1)] ?? 0)
    }
    let missing = max(claimed - failed.count, isOK || !failed.isEmpty ? 0 : 1)
    let skipped = counts["skipped"] ?? 0
    let expected = counts["expected failures"] ?? 0
    let failing = Set(blocks.filter { !$0.isFixture }.map(\.base)).count + max(0, missing)
    let passed = max(0, ran - failing - skipped - expected)
    cases += failed
    cases += unnamed(missing, .failed, "unittest counts this failure without naming the test.")
    let known = verbose.cases(passed: passed, failing: Set(failed.map(\.id) + blocks.map(\.base)))
    cases += known
    let skips = known.count { $0.status == .skipped }
    cases += unnamed(skipped + expected - skips, .skipped)
    cases += unnamed(passed - (known.count - skips), .passed)
    (blocks, verbose, self.ran, isUnclosed) = ([], UnittestLines(), nil, false)
    runs += 1
  }

  func finished() throws(ResultProblem) -> [TestCase] {
    guard runs > 0, !isUnclosed, ran == nil else {
      throw ResultProblem(
        "the output of unittest ends before its line `Ran N tests` and the result")
    }
    return cases
  }
}

/// The number that a text begins with; nil also where it is too large to count anything.
func leadingCount(_ text: Substring) -> Int? {
  let digits = text.utf8.prefix { (0x30...0x39).contains($0) }
  return (1...9).contains(digits.count) ? Int(Substring(digits)) : nil
}
