package import GateModel
import Processes

/// Runs a suite in the checkout and judges it by its results.
///
/// Its outcome is broken where nothing can be said: it could not start, it was interrupted, or its
/// results are missing, unreadable or empty.
///
/// - Parameter database: the variables of a database of its own; nil where it needs none or there is
///   none.
package func run(
  _ suite: Suite, as check: Check, in workspace: Workspace, database: [String: String]? = nil
) async -> Outcome {
  if suite.needs.contains(.postgres), database == nil {
    return Outcome(check: check, result: .broken("the suite `\(suite.name)` got no database"))
  }
  let files: CommandFiles
  do {
    files = try CommandFiles("suite", suite.name, in: workspace)
  } catch {
    return Outcome(check: check, result: .broken("`\(workspace.out)` cannot be written: \(error)"))
  }
  let written = ResultFiles(of: suite, checkout: workspace.checkout, out: files.out)
  let command = Command(
    shell: suite.run, folder: workspace.checkout,
    environment: workspace.environment(out: files.out, database: database), output: files.output,
    errors: suite.results.hasOwnErrors ? files.errors : nil, timeout: suite.timeout,
    lock: workspace.lock)
  let ran = await run(command, under: workspace.supervisor)
  let found: Result<TestResults, ResultProblem>
  do {
    found = .success(try results(of: suite, ran, written, files, workspace.paths))
  } catch {
    found = .failure(error)
  }
  return suiteOutcome(suite, ran, found, as: check, lastLines: files.lastLines)
}

extension ResultFormat {
  /// Formats in which a line of something else would be in the way.
  fileprivate var hasOwnErrors: Bool {
    switch self {
    case .goJSON, .tap: true
    case .junit, .unittest, .pytest, .swiftTesting, .exitCode: false
    }
  }
}

private func results(
  of suite: Suite, _ ran: CommandResult, _ written: ResultFiles, _ files: CommandFiles,
  _ paths: CheckoutPaths
) throws(ResultProblem) -> TestResults {
  guard suite.results != .exitCode else { return TestResults() }
  var texts: [[UInt8]]
  if suite.resultFiles.isEmpty, suite.results != .junit {
    guard ran.droppedBytes == 0 else {
      throw ResultProblem("its output, which holds the results, is too large to be kept")
    }
    texts = [contents(ofFile: files.output, atMost: Int.max) ?? []]
  } else {
    texts = try written.contents()
    guard !texts.isEmpty else { throw ResultProblem("it wrote no result file") }
  }
  var all = TestResults()
  for text in texts {
    all.cases += try results(in: text, format: suite.results, checkout: paths).cases
  }
  return all
}
