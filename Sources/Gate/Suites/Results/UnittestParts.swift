import GateModel

/// A block under `======` in the output of unittest: one failure.
struct UnittestBlock {
  /// The test without its subtest.
  let base: String
  /// Stands for `setUpClass` and the like, which unittest does not count as a test.
  let isFixture: Bool
  let hasBody: Bool
  private let id: String
  private var place: Place?
  private var excerpt = Excerpt()
  private var isWithinFrames = false

  /// Reads `FAIL: test_a (mod.Case.test_a) (i=1)`; nil for any other line.
  init?(header: Substring) {
    let kinds = ["FAIL: ", "ERROR: ", "UNEXPECTED SUCCESS: "]
    guard let kind = kinds.first(where: { header.begins($0) }), let rest = header.after(kind) else {
      return nil
    }
    hasBody = kind != "UNEXPECTED SUCCESS: "
    let name = UnittestName(rest)
    base = name?.base ?? String(rest)
    id = name.map { $0.base + $0.subtest } ?? String(rest)
    let fixtures = ["setUpClass ", "tearDownClass ", "setUpModule ", "tearDownModule "]
    isFixture = fixtures.contains { rest.begins($0) }
    if !hasBody { excerpt.add("The test is expected to fail, and passed.") }
  }

  /// Keeps the exception behind the last frame, and the last frame within the checkout.
  mutating func add(_ line: Substring, _ checkout: CheckoutPaths) {
    if line.begins("  File \"") {
      place = checkout.place(ofFrame: line) ?? place
      excerpt = Excerpt()
      isWithinFrames = true
    } else if !isWithinFrames || !line.begins(" ") {
      isWithinFrames = false
      if !line.begins("Traceback (most") { excerpt.add(line) }
    }
  }

  var test: TestCase {
    TestCase(
      id: id, status: .failed, message: excerpt.text, path: place?.path, line: place?.line)
  }
}

/// `test_a (mod.Case.test_a) (i=1)`, or `test_a (mod.Case)` before Python 3.11.
struct UnittestName {
  let base: String
  /// With the space before it; empty where there is none.
  let subtest: String
  /// What follows the name, such as ` ... ok`.
  let rest: Substring

  init?(_ text: Substring) {
    guard let (name, tail) = text.cut(at: " ("), let (owner, rest) = tail.cut(at: ")"),
      !name.isEmpty, isDotted(name), isDotted(owner)
    else { return nil }
    base = owner == name || owner.ends(".\(name)") ? String(owner) : "\(owner).\(name)"
    let parts = rest.cutLast(at: " ... ")
    let parameters = parts?.before ?? rest
    let isSubtest = parameters.begins(" (") || parameters.begins(" [")
    subtest = isSubtest ? String(parameters.prefix(bytes: 500)) : ""
    self.rest = isSubtest ? rest[parameters.endIndex...] : rest
  }
}

private func isDotted(_ text: Substring) -> Bool {
  text.utf8.allSatisfy { $0.isLetterOrDigit || $0 >= 0x80 || "._<>".utf8.contains($0) }
}

/// The lines that `unittest -v` prints while it runs.
struct UnittestLines {
  private var known: [TestCase] = []
  private var pending: String?
  /// Tests whose result was lost between the lines that they print.
  private var unresolved: [String] = []

  mutating func read(_ line: Substring) {
    if let name = UnittestName(line.stripped(of: " ")) {
      if let pending, pending != name.base { unresolved.append(pending) }
      pending = name.base + name.subtest
      if let status = name.rest.cutLast(at: " ... ")?.after { resolve(status) }
    } else if pending != nil {
      // A docstring stands between the name and the result; what a test prints does so too.
      resolve(line.cutLast(at: " ... ")?.after ?? line)
    }
  }

  private mutating func resolve(_ status: Substring) {
    guard let id = pending else { return }
    switch status {
    case "ok": known.append(TestCase(id: id, status: .passed))
    case "expected failure":
      known.append(TestCase(id: id, status: .skipped, message: "expected failure"))
    case "FAIL", "ERROR", "unexpected success": break  // The blocks tell more.
    case let other:
      guard let reason = other.after("skipped ") else { return }
      let text = reason.stripped(of: reason.begins("\"") ? "\"" : "'")
      known.append(TestCase(id: id, status: .skipped, message: Excerpt(String(text)).text))
    }
    pending = nil
  }

  /// What the lines tell, without the failing tests.
  func cases(passed: Int, failing: Set<String>) -> [TestCase] {
    var cases = known.filter { !failing.contains($0.id) }
    let open = (unresolved + [pending].compactMap { $0 }).filter { !failing.contains($0) }
    // Tests without a result passed where the count leaves room for nothing else.
    if open.count == passed - cases.count(where: { $0.status == .passed }) {
      cases += open.map { TestCase(id: $0, status: .passed) }
    }
    return cases
  }
}
