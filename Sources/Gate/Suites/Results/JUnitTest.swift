import GateModel

/// A `testcase` of JUnit's XML while it is read.
struct OpenTest {
  var retries = 0
  private var id: String
  private var seconds: Double?
  private var place: Place?
  private var path: RepoPath?
  private var hasFailed = false
  private var isSkipped = false
  private var isTodo = false
  /// What the attribute `message` says, which is shorter than the element's text.
  private var summary = ""
  private var excerpt = Excerpt()
  private var call: Place?
  private var start: Place?

  /// Whether a failure is in it, even one that does not count in the end.
  var hasProblem: Bool { hasFailed || retries > 0 }

  init(_ attributes: [XMLAttribute], suites: [String], _ checkout: CheckoutPaths) {
    let name = attributes["name"] ?? ""
    let owner = attributes["classname"] ?? ""
    // Node writes "test" as the class of every test.
    let parts = owner.isEmpty || owner == "test" ? suites : [owner]
    id = (parts + [name]).filter { !$0.isEmpty }.joined(separator: ".")
    if id.isEmpty { id = "(without a name)" }
    seconds = attributes["time"].flatMap { GateSuites.seconds($0[...]) }
    locate(attributes, checkout)
    let states = [attributes["status"], attributes["result"]].compactMap { $0?.lowercased() }
    hasFailed = states.contains { ["fail", "failed", "failure", "error"].contains($0) }
    isSkipped = states.contains { ["notrun", "disabled", "skipped", "suppressed"].contains($0) }
  }

  /// A failure that stands outside of any test.
  init(suite: String) {
    id = suite.isEmpty ? "(outside of any test)" : suite
  }

  mutating func fail(_ attributes: [XMLAttribute]) {
    hasFailed = true
    if summary.isEmpty { summary = attributes["message"] ?? "" }
    if summary.isEmpty, let type = attributes["type"] { excerpt.add(type[...]) }
  }

  mutating func skip(_ attributes: [XMLAttribute]) {
    isSkipped = true
    isTodo = attributes["type"] == "todo"
    if !hasFailed, let message = attributes["message"], message != "true" { summary = message }
  }

  mutating func add(_ text: String, isSkip: Bool, _ checkout: CheckoutPaths) {
    guard !isSkip || (!hasFailed && summary.isEmpty) else { return }
    for line in TextLines(text) {
      excerpt.add(line)
      guard !isSkip else { continue }
      call = call ?? checkout.place(ofCall: line)
      start = checkout.place(atStartOf: line) ?? start
    }
  }

  private mutating func locate(_ attributes: [XMLAttribute], _ checkout: CheckoutPaths) {
    path = attributes["file"].flatMap { checkout.file($0[...]) }
    if let path, let line = attributes["line"].flatMap({ leadingNumber($0[...]) }) {
      place = Place(path: path, line: line)
    }
  }

  var finished: TestCase {
    var result = TestCase(id: id, status: .passed, seconds: seconds)
    if isTodo || (isSkipped && !hasFailed) {
      result.status = .skipped
      result.message = message
    } else if hasFailed {
      result.status = .failed
      result.message = message
      let place = place ?? call ?? start
      result.path = place?.path ?? path
      result.line = place?.line
    } else if retries > 0 {
      result.message = "Passed only after \(retries) failed tr\(retries == 1 ? "y" : "ies")."
    }
    return result
  }

  /// Some runners have only a word where others have a sentence.
  private var message: String {
    let words = ["", "failed", "failure", "error", "collection failure"]
    let isWord = words.contains(summary.lowercased())
    return isWord && !excerpt.isEmpty ? excerpt.text : Excerpt(summary).text
  }
}
