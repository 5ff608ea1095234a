import FoundationEssentials
import GateModel

/// Reads what `go test -json` prints. A test that only failed because one of its subtests did is left
/// out, as is one that only groups them.
///
/// Lines that are no events (older Go prints what the compiler says between them) explain a package
/// that failed without a test. Source: `go doc test2json`, `go help buildjson`.
func goResults(_ text: String, _ checkout: CheckoutPaths) throws(ResultProblem) -> [TestCase] {
  let decoder = JSONDecoder()
  var run = GoRun(checkout: checkout)
  for (number, line) in zip(1..., TextLines(text)) {
    guard line.begins("{") else {
      run.readOther(line)
      continue
    }
    do {
      run.read(try decoder.decode(GoEvent.self, from: Data(line.utf8)))
    } catch {
      throw ResultProblem("line \(number) of the output of `go test -json` is cut off or no event")
    }
  }
  return try run.finished()
}

private struct GoEvent: Decodable {
  var action: String
  var package: String?
  var test: String?
  var elapsed: Double?
  var output: String?
  var importPath: String?
  var failedBuild: String?

  enum CodingKeys: String, CodingKey {
    case action = "Action"
    case package = "Package"
    case test = "Test"
    case elapsed = "Elapsed"
    case output = "Output"
    case importPath = "ImportPath"
    case failedBuild = "FailedBuild"
  }
}

private struct GoRun {
  private let checkout: CheckoutPaths
  private var packages: [String: GoPackage] = [:]
  private var builds: [String: Excerpt] = [:]
  private var other = Excerpt()

  init(checkout: CheckoutPaths) {
    self.checkout = checkout
  }

  mutating func readOther(_ line: Substring) {
    other.add(line)
  }

  mutating func read(_ event: GoEvent) {
    if let build = event.importPath, event.package == nil {
      builds[build, default: Excerpt()].add(text: event.output ?? "")
    } else if let package = event.package {
      packages[package, default: GoPackage(name: package)].read(event, checkout)
    }
  }

  func finished() throws(ResultProblem) -> [TestCase] {
    guard !packages.isEmpty else {
      throw ResultProblem("the output holds no event of `go test -json`")
    }
    let open = packages.values.filter { $0.end == nil }.flatMap(\.running).sorted()
    guard packages.values.allSatisfy({ $0.end != nil }) else { throw unfinished(open) }
    return packages.values.flatMap { package in
      package.cases + (package.ownFailure(builds, other).map { [$0] } ?? [])
    }
  }
}

private struct GoPackage {
  /// The import path.
  let name: String
  private(set) var end: String?
  private var tests: [String: GoTest] = [:]
  private var parents: Set<String> = []
  private var output = Excerpt()
  private var failedBuild: String?

  init(name: String) {
    self.name = name
  }

  mutating func read(_ event: GoEvent, _ checkout: CheckoutPaths) {
    guard let test = event.test else {
      switch event.action {
      case "pass", "fail", "skip": end = event.action
      case "output": output.add(text: event.output ?? "")
      default: break
      }
      failedBuild = event.failedBuild ?? failedBuild
      return
    }
    if tests[test] == nil { noteParents(of: test) }
    tests[test, default: GoTest()].read(event, folder: name, checkout)
  }

  private mutating func noteParents(of test: String) {
    var rest = test[...]
    for _ in 0..<32 {
      guard let (parent, _) = rest.cutLast(at: "/") else { return }
      parents.insert(String(parent))
      rest = parent
    }
  }

  var running: [String] { tests.filter { $0.value.end == nil }.map { "\(name).\($0.key)" } }

  var cases: [TestCase] {
    tests.compactMap { test, state in
      let result = state.finished("\(name).\(test)")
      let isGroup = parents.contains(test) && (result.status != .failed || !state.hasOutput)
      return isGroup ? nil : result
    }
  }

  /// A package fails without a test that does when it cannot be built, in `TestMain`, or on a panic.
  func ownFailure(_ builds: [String: Excerpt], _ other: Excerpt) -> TestCase? {
    guard end == "fail", !cases.contains(where: { $0.status == .failed }) else { return nil }
    let built = failedBuild.flatMap { builds[$0]?.text }
    var message = built ?? output.text
    if built == nil, !other.isEmpty, message.cut(at: "[build failed]") != nil {
      message = Excerpt(other.text + "\n" + message).text
    }
    return TestCase(id: name, status: .failed, message: message)
  }
}

private struct GoTest {
  private(set) var end: String?
  private var seconds: Double?
  private var output = Excerpt()
  private var place: Place?
  private var isWithinLine = false

  var hasOutput: Bool { !output.isEmpty }

  mutating func read(_ event: GoEvent, folder: String, _ checkout: CheckoutPaths) {
    switch event.action {
    case "pass", "fail", "skip", "bench":
      end = event.action
      seconds = event.elapsed.flatMap { $0.isFinite && $0 >= 0 ? $0 : nil }
    case "output":
      for line in TextLines(event.output ?? "") { add(line, folder, checkout) }
    default: break
    }
  }

  private mutating func add(_ line: Substring, _ folder: String, _ checkout: CheckoutPaths) {
    let text = line.stripped(of: " ")
    guard !text.begins("=== "), !text.begins("--- ") else { return }
    // The tests' own messages begin with file and line, without a folder.
    if place == nil, let (file, rest) = text.cut(at: ".go:"), let number = leadingNumber(rest),
      file.utf8.count < 256
    {
      place = checkout.file("\(file).go", inFolderEnding: folder[...])
        .map { Place(path: $0, line: number) }
    }
    output.add(text)
  }

  func finished(_ id: String) -> TestCase {
    switch end {
    case "pass", "bench": return TestCase(id: id, status: .passed, seconds: seconds)
    case "skip":
      return TestCase(id: id, status: .skipped, seconds: seconds, message: output.text)
    default:
      let message = hasOutput ? output.text : "The test did not finish, or says nothing."
      return TestCase(
        id: id, status: .failed, seconds: seconds, message: message, path: place?.path,
        line: place?.line)
    }
  }
}
