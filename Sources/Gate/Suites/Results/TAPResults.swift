import GateModel

/// Reads the Test Anything Protocol, versions 12 to 14, with subtests.
///
/// A plan that is not kept is a failure, as are `Bail out!` and numbers out of order. A test point
/// that sums up subtests is left out where one of them failed, or none did.
/// Source: https://testanything.org/tap-version-14-specification.html.
func tapResults(_ text: String, _ checkout: CheckoutPaths) throws(ResultProblem) -> [TestCase] {
  var reader = TAPReader(checkout: checkout)
  for line in TextLines(text) { try reader.read(line) }
  return try reader.finished()
}

private struct TAPReader {
  private let checkout: CheckoutPaths
  private var cases: [TestCase] = []
  /// The open documents: the outermost, and the subtests in it.
  private var levels = [TAPLevel()]
  private var block: TAPBlock?
  private var documents = 0
  private var hasBailedOut = false

  init(checkout: CheckoutPaths) {
    self.checkout = checkout
  }

  mutating func read(_ line: Substring) throws(ResultProblem) {
    let indentation = line.indentation
    if let open = block {
      if indentation == open.indentation, line.stripped(of: " ") == "..." {
        close(open)
      } else {
        block?.add(line)
      }
      return
    }
    let depth = indentation / 4
    let text = line.stripped(of: " ")
    if indentation % 4 == 2, text == "---" {
      block = TAPBlock(indentation: indentation)
    } else if let point = TAPPoint(text) {
      try add(point, depth)
    } else if let plan = TAPPlan(text) {
      try enter(depth)
      levels[levels.count - 1].plan = plan
    } else if let reason = text.after("Bail out!") {
      hasBailedOut = true
      cases.append(
        TestCase(id: "Bail out!", status: .failed, message: Excerpt(String(reason)).text))
    } else if text.begins("TAP version "), depth == 0 {
      try finishDocument()
    } else if text.begins("#"), depth < levels.count {
      levels[depth].explain(text, checkout)
    }
  }

  /// Makes `depth` the innermost level; deeper ones have to be summed up by a test point.
  private mutating func enter(_ depth: Int) throws(ResultProblem) {
    guard depth < 64 else { throw ResultProblem("the TAP output is nested too deeply") }
    while levels.count <= depth { levels.append(TAPLevel()) }
  }

  private mutating func add(_ point: TAPPoint, _ depth: Int) throws(ResultProblem) {
    try enter(depth)
    var inner: [TestCase] = []
    while levels.count > depth + 1, let level = levels.popLast() {
      inner = level.finished + inner
    }
    guard levels[depth].cases.count + inner.count < maximumTests else {
      throw ResultProblem("there are too many tests")
    }
    levels[depth].add(point, containing: inner)
  }

  private mutating func close(_ block: TAPBlock) {
    self.block = nil
    let depth = block.indentation / 4
    if depth < levels.count { levels[depth].explain(block, checkout) }
  }

  private mutating func finishDocument() throws(ResultProblem) {
    guard let level = levels.first, level.isUsed else { return }
    guard hasBailedOut || (levels.count == 1 && block == nil && level.plan != nil) else {
      throw ResultProblem("the TAP output ends early: it has no plan, or ends within a test")
    }
    for level in levels { cases += hasBailedOut ? level.cases : level.finished }
    levels = [TAPLevel()]
    documents += 1
  }

  mutating func finished() throws(ResultProblem) -> [TestCase] {
    try finishDocument()
    guard documents > 0 || hasBailedOut else {
      throw ResultProblem("the output holds no TAP plan (`1..N`)")
    }
    return cases
  }
}

/// One document, or the subtests of one test.
private struct TAPLevel {
  var plan: TAPPlan?
  private(set) var cases: [TestCase] = []
  private var points = 0
  private var isOutOfOrder = false
  /// The last test point is in `cases`, so that what follows explains it.
  private var isExplainable = false

  var isUsed: Bool { plan != nil || points > 0 }

  mutating func add(_ point: TAPPoint, containing inner: [TestCase]) {
    points += 1
    if let number = point.number, number != points { isOutOfOrder = true }
    let name = point.name.isEmpty ? "test \(points)" : point.name
    let own = TestCase(id: name, status: point.status, message: point.reason)
    let hasFailedInside = inner.contains { $0.status == .failed }
    cases += inner.map { test in
      var test = test
      test.id = "\(name) > \(test.id)"
      return test
    }
    isExplainable = inner.isEmpty || (own.status == .failed && !hasFailedInside)
    if isExplainable { cases.append(own) }
  }

  mutating func explain(_ block: TAPBlock, _ checkout: CheckoutPaths) {
    guard isExplainable, let last = cases.indices.last else { return }
    cases[last].seconds = block.seconds
    guard cases[last].status == .failed else { return }
    cases[last].message = block.message
    let place = block.place(checkout)
    cases[last].path = place?.path
    cases[last].line = place?.line
  }

  /// A comment below a failed test, as Perl's Test::More writes them.
  mutating func explain(_ comment: Substring, _ checkout: CheckoutPaths) {
    guard isExplainable, let last = cases.indices.last, cases[last].status == .failed,
      cases[last].message.utf8.count < 2000, !comment.begins("# Subtest")
    else { return }
    let text = comment.stripped(of: "#").stripped(of: " ")
    let message = cases[last].message
    cases[last].message = Excerpt(message.isEmpty ? String(text) : "\(message)\n\(text)").text
    if let (file, rest) = text.after("at ")?.cut(at: " line "), let line = leadingNumber(rest),
      let path = checkout.file(file)
    {
      (cases[last].path, cases[last].line) = (path, line)
    }
  }

  /// The tests, and what the plan holds against them.
  var finished: [TestCase] {
    guard let plan, points != plan.count || isOutOfOrder else { return cases }
    let message =
      points == plan.count
      ? "The numbers of the tests are out of order."
      : "The plan says \(plan.count) test\(plan.count == 1 ? "" : "s"), but \(points) ran."
    return cases + [TestCase(id: "(plan)", status: .failed, message: message)]
  }
}
