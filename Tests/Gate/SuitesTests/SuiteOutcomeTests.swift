import GateModel
import Processes
import Testing

@testable import GateSuites

struct SuiteOutcomeTests {
  private let check = Check(id: .suite("unit"), reason: "its inputs changed")

  private func outcome(
    _ ending: CommandResult.Ending, _ found: Result<TestResults, ResultProblem>,
    results: ResultFormat = .junit
  ) -> Outcome {
    let suite = Suite(
      name: "unit", run: "x", results: results, timeout: .seconds(1200),
      location: Location(file: "gate.yml", line: 8, column: 3))
    return suiteOutcome(
      suite, CommandResult(ending: ending), found, as: check, lastLines: "last lines")
  }

  private func tests(_ statuses: TestCase.Status...) -> Result<TestResults, ResultProblem> {
    .success(TestResults(cases: statuses.map { TestCase(id: "t", status: $0) }))
  }

  @Test func judgements() {
    let unreadable = Result<TestResults, ResultProblem>.failure(ResultProblem("it is cut off"))
    let table: [(Outcome, String, String)] = [
      (outcome(.exited(0), tests(.passed, .skipped)), "passed", ""),
      (outcome(.exited(1), tests(.passed, .failed)), "failed", ""),
      (
        outcome(.exited(0), tests(.failed)), "failed",
        "the suite `unit` exits with 0 although 1 test failed."
      ),
      (
        outcome(.exited(3), tests(.passed)), "failed",
        "the suite `unit` exited with 3, although no test failed."
      ),
      (
        outcome(.signalled(11), tests(.passed)), "failed",
        "the suite `unit` was killed by SIGSEGV, although no test failed."
      ),
      (outcome(.exited(0), tests()), "broken", "ran no test"),
      (outcome(.exited(1), tests()), "broken", "ran no test"),
      (outcome(.exited(0), tests(.skipped)), "broken", "skipped every test"),
      (outcome(.exited(0), unreadable), "broken", "it is cut off"),
      (outcome(.exited(1), unreadable), "broken", "exited with 1, and its results cannot be read"),
      (
        outcome(.timedOut, unreadable), "failed",
        "the suite `unit` ran into its time limit of 20 minutes."
      ),
      (outcome(.timedOut, tests(.passed)), "failed", "time limit of 20 minutes"),
      (outcome(.cancelled, tests(.passed)), "broken", "was interrupted"),
      (outcome(.couldNotStart("no such folder"), tests()), "broken", "no such folder"),
      (outcome(.exited(0), tests(), results: .exitCode), "passed", ""),
      (
        outcome(.exited(2), tests(), results: .exitCode), "failed",
        "the suite `unit` exited with 2."
      ),
      (outcome(.exited(127), tests(), results: .exitCode), "broken", "cannot be run"),
    ]
    for (outcome, name, words) in table {
      #expect(outcome.result.name == name, "\(words)")
      var text = outcome.findings.map(\.message).joined()
      if case .broken(let why) = outcome.result {
        text += why
        #expect(outcome.findings.isEmpty)
        #expect(why.contains("; "), "what to do is missing: \(why)")
      }
      #expect(words.isEmpty ? text.isEmpty : text.contains(words), "\(text)")
      #expect((outcome.output == nil) == (name == "passed"))
      // Errors are the reason of a failure and of nothing else.
      #expect(name == "failed" || !outcome.findings.contains { $0.level == .error })
    }
  }

  @Test func remarksDoNotDecide() {
    let flaky = TestCase(id: "t", status: .passed, message: "Passed only after 1 failed try.")
    let result = CommandResult(
      ending: .exited(0), droppedBytes: 10, stragglers: 1, survivors: 2)
    let outcome = suiteOutcome(
      Suite(name: "unit", run: "x", results: .junit), result,
      .success(TestResults(cases: [flaky])), as: check, lastLines: nil)
    #expect(outcome.result == .passed)
    #expect(
      outcome.findings.map { "\($0.level) \($0.message)" } == [
        "warning `t`: Passed only after 1 failed try.", "warning 2 processes could not be ended.",
        "note 10 bytes of its output were too many to be kept.",
        "note It left 1 process running, now ended.",
      ])
  }

  @Test func linters() {
    let linter = Linter(
      name: "lint", run: "x", output: .sarif, changedLinesOnly: true,
      location: Location(file: "gate.yml", line: 9, column: 3))
    let error = Finding(rule: "r", path: RepoPath("a"), line: 1, message: "m")
    let elsewhere = Finding(rule: "r", path: RepoPath("a"), line: 9, message: "m")
    let table: [(CommandResult.Ending, Result<LinterFindings, any Error>, String)] = [
      (.exited(0), .success(LinterFindings()), "passed"),
      (.exited(1), .success(LinterFindings(findings: [error])), "failed"),
      (.exited(0), .success(LinterFindings(findings: [error])), "failed"),
      (.exited(1), .success(LinterFindings(findings: [elsewhere])), "passed"),
      (.exited(1), .success(LinterFindings(outside: 1)), "passed"),
      (.exited(1), .success(LinterFindings()), "broken"),
      (.exited(0), .failure(ResultProblem("no SARIF")), "broken"),
      (.signalled(9), .success(LinterFindings(findings: [error])), "broken"),
      (.timedOut, .success(LinterFindings()), "broken"),
      (.couldNotStart("x"), .success(LinterFindings()), "broken"),
    ]
    for (ending, found, name) in table {
      let outcome = linterOutcome(
        linter, CommandResult(ending: ending), found, as: check,
        changedLines: [RepoPath("a"): [1...2]], lastLines: "last")
      #expect(outcome.result.name == name, "\(ending) \(found)")
    }
  }
}
