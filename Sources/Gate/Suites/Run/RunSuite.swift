package import GateModel
import Processes

/// Runs a suite in the checkout and judges it by its results.
///
/// Its outcome is broken where nothing can be said: it could not start, it was interrupted, or its
/// results are missing, unreadable or empty.
package func run(_ suite: Suite, as check: Check, in place: Workplace) async -> Outcome {
  if suite.needs.contains(.postgres) {
    return Outcome(
      check: check,
      result: .broken(
        "the suite `\(suite.name)` needs a scratch Postgres, which this version of gate cannot start; "
          + "take `needs: [postgres]` out of gate.yml, or leave the suite out of the profile"))
  }
  let workshop: Workshop
  do {
    workshop = try Workshop("suite", suite.name, in: place)
  } catch {
    return Outcome(check: check, result: .broken("`\(place.out)` cannot be written: \(error)"))
  }
  let files = ResultFiles(of: suite, checkout: place.checkout, out: workshop.out)
  let command = Command(
    shell: suite.run, folder: place.checkout,
    environment: place.environment(out: workshop.out), output: workshop.output,
    errors: suite.results.hasOwnErrors ? workshop.errors : nil, timeout: suite.timeout)
  let ran = await run(command, under: place.supervisor)
  let found: Result<TestResults, ResultProblem>
  do {
    found = .success(try results(of: suite, ran, files, workshop, place.paths))
  } catch {
    found = .failure(error)
  }
  return suiteOutcome(suite, ran, found, as: check, lastLines: workshop.lastLines)
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
  of suite: Suite, _ ran: CommandResult, _ files: ResultFiles, _ workshop: Workshop,
  _ paths: CheckoutPaths
) throws(ResultProblem) -> TestResults {
  guard suite.results != .exitCode else { return TestResults() }
  var texts: [[UInt8]]
  if suite.resultFiles.isEmpty, suite.results != .junit {
    guard ran.droppedBytes == 0 else {
      throw ResultProblem("its output, which holds the results, is too large to be kept")
    }
    texts = [contents(ofFile: workshop.output, atMost: Int.max) ?? []]
  } else {
    texts = try files.contents()
    guard !texts.isEmpty else { throw ResultProblem("it wrote no result file") }
  }
  var all = TestResults()
  for text in texts {
    all.cases += try results(in: text, format: suite.results, checkout: paths).cases
  }
  return all
}
