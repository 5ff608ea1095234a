import GateModel
import Processes

/// What a run and its results say about a change. Pure.
func suiteOutcome(
  _ suite: Suite, _ ran: CommandResult, _ found: Result<TestResults, ResultProblem>,
  as check: Check, lastLines: String?
) -> Outcome {
  var outcome = Outcome(check: check, result: .passed, seconds: ran.duration.seconds)
  // Empty is as good as none here.
  let tests = (try? found.get()).flatMap { $0.cases.isEmpty ? nil : $0 }
  outcome.tests = tests
  outcome.findings = remarks(on: ran, tests)
  switch judgement(of: suite, ran, found) {
  case .passed: break
  case .failed(nil): outcome.result = .failed
  case .failed(let finding?):
    outcome.result = .failed
    outcome.findings.append(finding)
  case .broken(let why): outcome.result = .broken(why)
  }
  outcome.findings.sort()
  if outcome.result != .passed { outcome.output = lastLines }
  return outcome
}

private enum Judgement {
  case passed
  case failed(Finding?)
  case broken(String)
}

private func judgement(
  of suite: Suite, _ ran: CommandResult, _ found: Result<TestResults, ResultProblem>
) -> Judgement {
  let name = "the suite `\(suite.name)`"
  let place = "\(suite.location.file):\(suite.location.line)"
  switch ran.ending {
  case .couldNotStart(let why):
    return .broken("\(name) could not start: \(why); look at its `run` in \(place)")
  case .cancelled: return .broken("\(name) was interrupted; run the gate again")
  case .timedOut:
    return .failed(
      Finding(
        rule: "suite",
        message: "\(name) ran into its time limit of \(spoken(suite.timeout)).",
        hint: "find what hangs in its last lines, or raise `timeout` in \(place)"))
  case .exited, .signalled: break
  }
  let isSuccess = ran.ending == .exited(0)
  let ending = spoken(ran.ending)
  if suite.results == .exitCode {
    if ran.ending == .exited(127) || ran.ending == .exited(126) {
      return .broken("\(name) names a command that cannot be run; look at its last lines")
    }
    let finding = Finding(
      rule: "suite", message: "\(name) \(ending).", hint: "look at its last lines")
    return isSuccess ? .passed : .failed(finding)
  }
  switch found {
  case .failure(let problem):
    return .broken(
      "\(name) \(ending), and its results cannot be read: \(problem.message); "
        + "look at its last lines, and at `results` in \(place)")
  case .success(let tests) where tests.cases.isEmpty:
    return .broken("\(name) \(ending), but ran no test; look at its `run` in \(place)")
  case .success(let tests) where tests.failed > 0:
    return .failed(isSuccess ? hidden(tests.failed, name) : nil)
  case .success where !isSuccess:
    return .failed(
      Finding(
        rule: "suite", message: "\(name) \(ending), although no test failed.",
        hint: "something outside of the tests went wrong: look at its last lines"))
  case .success(let tests) where tests.passed == 0:
    return .broken("\(name) skipped every test; find out what the tests miss here")
  case .success: return .passed
  }
}

private func hidden(_ failures: Int, _ name: String) -> Finding {
  Finding(
    rule: "suite", level: .warning,
    message: "\(name) exits with 0 although \(count(failures, "test")) failed.",
    hint: "let its command pass on the exit code of the tests")
}

/// What is worth knowing, whatever the judgement.
private func remarks(on ran: CommandResult, _ tests: TestResults?) -> [Finding] {
  var findings: [Finding] = []
  let flaky = (tests?.cases ?? []).filter { $0.status == .passed && !$0.message.isEmpty }
  for test in flaky.prefix(20) {
    findings.append(
      Finding(
        rule: "flaky-test", level: .warning, path: test.path, line: test.line,
        message: "`\(test.id)`: \(test.message)", hint: "find out why it fails at times"))
  }
  return findings + remarks(on: ran)
}

/// What is worth knowing of any command.
func remarks(on ran: CommandResult) -> [Finding] {
  var findings: [Finding] = []
  if ran.stragglers > 0 {
    findings.append(
      Finding(
        rule: "suite", level: .note,
        message: "It left \(count(ran.stragglers, "process", "processes")) running, now ended."))
  }
  if ran.survivors > 0 {
    findings.append(
      Finding(
        rule: "suite", level: .warning,
        message: "\(count(ran.survivors, "process", "processes")) could not be ended.",
        hint: "end what is left of it by hand"))
  }
  if ran.droppedBytes > 0 {
    findings.append(
      Finding(
        rule: "suite", level: .note,
        message: "\(ran.droppedBytes) bytes of its output were too many to be kept."))
  }
  return findings
}
