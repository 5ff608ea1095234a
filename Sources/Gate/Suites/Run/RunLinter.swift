import FoundationEssentials
package import GateModel
import Patterns
import Processes

/// Runs a linter in the checkout; what it prints on standard output becomes findings.
///
/// `GATE_FILES` names a file with the paths that the change touches and the head still has, one a
/// line; a path with a line end in it is left out. A non-zero exit code with findings is how linters
/// answer; without any, and after a crash or the time limit, the outcome is broken.
package func run(
  _ linter: Linter, as check: Check, in workspace: Workspace
) async -> Outcome {
  let files: CommandFiles
  let list: String
  do {
    files = try CommandFiles("command", linter.name, in: workspace)
    list = files.out + ".files"
    try Data(fileList(workspace.changedLines.keys).utf8).write(to: URL(filePath: list))
  } catch {
    return Outcome(check: check, result: .broken("`\(workspace.out)` cannot be written: \(error)"))
  }
  var environment = workspace.environment(out: files.out)
  environment["GATE_FILES"] = list
  let ran = await run(
    Command(
      shell: linter.run, folder: workspace.checkout, environment: environment,
      output: files.output, errors: files.errors, timeout: linter.timeout,
      lock: workspace.lock),
    under: workspace.supervisor)
  let output = contents(ofFile: files.output, atMost: Int.max) ?? []
  let found = Result {
    try linterFindings(
      in: output, linter.output, name: linter.name, checkout: workspace.paths,
      match: try lineMatch(linter.output))
  }
  return linterOutcome(
    linter, ran, found, as: check, changedLines: workspace.changedLines,
    lastLines: files.lastLines)
}

private func fileList(_ paths: some Sequence<RepoPath>) -> String {
  paths.sorted().filter { !$0.utf8.contains(0x0A) }.map { "\($0)\n" }.joined()
}

/// The compiled expression of `Linter.Output.regex`; the other formats need none.
private func lineMatch(_ output: Linter.Output) throws(PatternProblem) -> LineMatch {
  guard case .regex(let source) = output else { return { _ in nil } }
  let pattern = try Pattern(source)
  return { line in try pattern.firstMatch(in: line)?.groups }
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
