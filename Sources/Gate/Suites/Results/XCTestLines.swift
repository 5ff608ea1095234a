import GateModel

/// Gathers tests from XCTest's lines. Source: swift-corelibs-xctest's `PrintObserver`.
struct XCTestLines {
  private(set) var isUsed = false
  private let checkout: CheckoutPaths
  private var cases: [TestCase] = []
  private var suitesOpen = 0
  private var running: String?
  private var excerpt = Excerpt()
  private var place: Place?

  init(checkout: CheckoutPaths) {
    self.checkout = checkout
  }

  /// False for a line that is none of XCTest's.
  mutating func read(_ line: Substring) -> Bool {
    if let rest = line.after("Test Suite '") {
      guard let (_, state) = rest.cut(at: "' ") else { return false }
      isUsed = true
      if state.begins("started at") { suitesOpen += 1 }
      if state.begins("passed at") || state.begins("failed at") { suitesOpen -= 1 }
      return true
    }
    if let rest = line.after("Test Case '"), let (name, state) = rest.cut(at: "' ") {
      readCase(String(name), state)
      return true
    }
    guard let running, line.utf8.count < 16_384 else { return false }
    if let (head, message) = line.cut(at: " error: \(running) : ") {
      place = place ?? checkout.place(atStartOf: head + " ")
      excerpt.add(message)
      return true
    }
    if let (_, reason) = line.cut(at: " \(running) : Test skipped - ") {
      excerpt.add(reason)
      return true
    }
    return false
  }

  private mutating func readCase(_ name: String, _ state: Substring) {
    if state.begins("started") {
      (running, excerpt, place) = (name, Excerpt(), nil)
      return
    }
    let statuses: [(String, TestCase.Status)] = [
      ("passed (", .passed), ("failed (", .failed), ("skipped (", .skipped),
    ]
    guard let (word, status) = statuses.first(where: { state.begins($0.0) }) else { return }
    let time = state.after(word)?.cut(at: " seconds")?.before
    cases.append(
      TestCase(
        id: name.stripped(of: "-").stripped(of: "[").stripped(of: "]").replaced(" ", by: "."),
        status: status, seconds: time.flatMap { seconds($0) },
        message: status == .passed ? "" : excerpt.text, path: place?.path, line: place?.line))
    running = nil
  }

  func finished() throws(ResultProblem) -> [TestCase] {
    guard suitesOpen == 0, running == nil else { throw unfinished(running.map { [$0] } ?? []) }
    return cases
  }
}
