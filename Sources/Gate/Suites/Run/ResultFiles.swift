import FoundationEssentials
import GateModel

/// Finds the result files that a suite wrote.
///
/// A file in the checkout counts only where it was written while the suite ran: the checkout is used
/// again, and an old result must not stand for a run that wrote none.
struct ResultFiles {
  private static let maximumFiles = 10_000
  private static let maximumBytes = 64 << 20

  private let checkout: String
  private let out: String
  private let globs: GlobSet?
  private var before: [String: FileState] = [:]

  /// Looks at what is there before the suite runs.
  init(of suite: Suite, checkout: String, out: String) {
    self.checkout = checkout
    self.out = out
    globs = suite.resultFiles.isEmpty ? nil : GlobSet(suite.resultFiles)
    for path in inCheckout { before[path] = FileState("\(checkout)/\(path)") }
  }

  /// The contents of every result file, in the order of their paths.
  func contents() throws(ResultProblem) -> [[UInt8]] {
    var paths = inCheckout.filter { FileState("\(checkout)/\($0)") != before[$0] }
      .map { "\(checkout)/\($0)" }
    paths += files(in: out).filter(isResult(inOut:)).map { "\(out)/\($0)" }
    paths.sort { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    guard paths.count <= ResultFiles.maximumFiles else {
      throw ResultProblem("the suite wrote more than \(ResultFiles.maximumFiles) result files")
    }
    var contents: [[UInt8]] = []
    for path in paths { contents.append(try readResult(path)) }
    return contents
  }

  private var inCheckout: [String] {
    guard let globs else { return [] }
    return files(in: checkout).filter { globs.contains(RepoPath($0)) }
  }

  /// A pattern is tried with and without the folder's name in front.
  private func isResult(inOut path: String) -> Bool {
    guard let globs else { return path.hasSuffix(".xml") }
    return [path, "$GATE_OUT/\(path)", "${GATE_OUT}/\(path)"].contains {
      globs.contains(RepoPath($0))
    }
  }

  private func readResult(_ path: String) throws(ResultProblem) -> [UInt8] {
    guard let bytes = GateSuites.contents(ofFile: path, atMost: ResultFiles.maximumBytes) else {
      throw ResultProblem("a result file cannot be read, or is larger than 64 MiB")
    }
    return bytes
  }
}

/// The regular files below a folder, with their paths in it. Links are not followed.
private func files(in folder: String) -> [String] {
  var found: [String] = []
  var folders = [""]
  while let parent = folders.popLast() {
    // A folder that cannot be listed holds no result.
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder + "/" + parent)) ?? []
    for name in names where name != ".git" {
      let path = parent.isEmpty ? name : "\(parent)/\(name)"
      guard let state = FileState("\(folder)/\(path)") else { continue }
      if state.isFolder { folders.append(path) } else if state.isRegular { found.append(path) }
    }
  }
  return found
}
