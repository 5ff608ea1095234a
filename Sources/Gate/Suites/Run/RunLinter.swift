import FoundationEssentials
package import GateModel
import Processes

/// Runs a linter in the checkout; what it prints on standard output becomes findings.
///
/// `GATE_FILES` names a file with the paths that the change touches and the head still has, one a
/// line; a path with a line end in it is left out. A non-zero exit code with findings is how linters
/// answer; without any, and after a crash or the time limit, the outcome is broken.
///
/// - Parameter match: the compiled expression of `Linter.Output.regex`.
package func run(
  _ linter: Linter, as check: Check, in place: Workplace, match: LineMatch
) async -> Outcome {
  let workshop: Workshop
  let list: String
  do {
    workshop = try Workshop("command", linter.name, in: place)
    list = workshop.out + ".files"
    try Data(fileList(place.changedLines.keys).utf8).write(to: URL(filePath: list))
  } catch {
    return Outcome(check: check, result: .broken("`\(place.out)` cannot be written: \(error)"))
  }
  var environment = place.environment(out: workshop.out)
  environment["GATE_FILES"] = list
  let ran = await run(
    Command(
      shell: linter.run, folder: place.checkout, environment: environment,
      output: workshop.output, errors: workshop.errors, timeout: linter.timeout),
    under: place.supervisor)
  let output = contents(ofFile: workshop.output, atMost: Int.max) ?? []
  let found = Result {
    try linterFindings(
      in: output, linter.output, name: linter.name, checkout: place.paths, match: match)
  }
  return linterOutcome(
    linter, ran, found, as: check, changedLines: place.changedLines,
    lastLines: workshop.lastLines)
}

private func fileList(_ paths: some Sequence<RepoPath>) -> String {
  paths.sorted().filter { !$0.utf8.contains(0x0A) }.map { "\($0)\n" }.joined()
}

/// What a linter's run says about a change. Pure.
func linterOutcome(
  _ linter: Linter, _ ran: CommandResult, _ found: Result<LinterFindings, any Error>,
  as check: Check, changedLines: [RepoPath: [ClosedRange<Int>]], lastLines: String?
) -> Outcome {
  func broken(_ why: String) -> Outcome {
    let place = "\(linter.location.file):\(linter.location.line)"
    return Outcome(
      check: check,
      result: .broken("the command `\(linter.name)` \(why); look at its `run` in \(place)"),
      seconds: ran.duration.seconds, output: lastLines)
  }
  guard case .exited(let code) = ran.ending else {
    let limit = ran.ending == .timedOut ? " of \(spoken(linter.timeout))" : ""
    return broken(spoken(ran.ending) + limit)
  }
  guard ran.droppedBytes == 0 else { return broken("wrote more than can be read") }
  let raw: LinterFindings
  switch found {
  case .success(let findings): raw = findings
  case .failure(let error as ResultProblem):
    return broken("exited with \(code), and its output cannot be read: \(error.message)")
  case .failure(let error):
    return broken("exited with \(code), and its output cannot be read: \(error)")
  }
  guard code == 0 || !raw.findings.isEmpty || raw.outside > 0 else {
    return broken("exited with \(code) without a finding")
  }
  var findings = raw.findings.leveled(linter.level)
  if linter.changedLinesOnly { findings = findings.onChangedLines(changedLines) }
  let hasFailed = findings.contains { $0.level == .error }
  if raw.outside > 0 {
    findings.append(
      Finding(
        rule: linter.name, level: .note,
        message: "\(count(raw.outside, "finding")) outside of the repository left out."))
  }
  return Outcome(
    check: check, result: hasFailed ? .failed : .passed, seconds: ran.duration.seconds,
    findings: (findings + remarks(on: ran)).sorted(), output: hasFailed ? lastLines : nil)
}
