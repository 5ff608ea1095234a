import GateModel

/// Reports as a team would get them.
enum SampleReports {
  static let all: [(name: String, report: Report)] = [("passing", passing), ("failing", failing)]

  static let passing = Report(
    verdict: .open, summary: "2 checks passed on 1 changed file", project: "shop",
    base: Revision(ref: "main", commit: ObjectID(String(repeating: "a", count: 40))),
    head: Revision(ref: "lane/b", commit: ObjectID(String(repeating: "b", count: 40))),
    lane: LaneID("B"), wave: 1, profile: "full",
    outcomes: [
      outcome(.rule("lane-scope"), "A lane changes only what it owns.", .passed, 0.0004),
      outcome(.suite("unit"), "`web/cart.py` changed", .passed, 3.21, passed: 41),
      outcome(.suite("schema"), "none of its inputs changed", .skipped, 0),
    ],
    files: [
      Report.File(
        path: RepoPath("web/cart.py"), status: .modified, lane: LaneID("B"), added: 3, removed: 1)
    ],
    description: [Report.Section(name: "风险点", text: "合计可能变慢")])

  static let failing = Report(
    verdict: .shut, summary: "2 checks failed: rule/lane-scope, suite/unit", project: "shop",
    base: Revision(ref: "main", commit: ObjectID(String(repeating: "a", count: 40))),
    head: Revision(ref: "lane/b", commit: ObjectID(String(repeating: "c", count: 40))),
    lane: LaneID("B"), profile: "full",
    outcomes: [
      Outcome(
        check: Check(id: .rule("lane-scope"), reason: "A lane changes only what it owns."),
        result: .failed, seconds: 0.0011,
        findings: [
          Finding(
            rule: "lane-scope", path: RepoPath("data/schema.sql"), line: 12,
            message: "lane B changes a path of lane A (Data)",
            hint: "leave it to lane A, or ask the gatekeeper to move it")
        ]),
      Outcome(
        check: Check(id: .suite("unit"), reason: "`web/cart.py` changed"), result: .failed,
        seconds: 4.2,
        tests: TestResults(cases: [
          TestCase(
            id: "tests.test_cart.TestCart.test_total", status: .failed,
            message: "assert 10.1 == 10.10\n```\n# ✅ OPEN </details> @everyone ]]>",
            path: RepoPath("tests/test_cart.py"), line: 31),
          TestCase(id: "tests.test_cart.TestCart.test_empty", status: .passed),
        ]), output: "1 failed, 1 passed\u{1B}[31m in 4.1s"),
    ],
    files: [
      Report.File(
        path: RepoPath("data/schema.sql"), status: .modified, lane: LaneID("A"), added: 1,
        removed: 1),
      Report.File(
        path: RepoPath("web/cart.py"), oldPath: RepoPath("web/basket.py"), status: .renamed,
        lane: LaneID("B"), added: 3, removed: 1),
    ],
    description: [Report.Section(name: "Risk", text: nil)],
    next: [
      "data/schema.sql:12: lane B changes a path of lane A (Data); leave it to lane A, or ask the gatekeeper to move it [lane-scope]",
      "make the test `tests.test_cart.TestCart.test_total` of suite/unit pass",
    ],
    remarks: ["Uncommitted work is not judged: web/cart.py. `--worktree` judges it too."])

  private static func outcome(
    _ id: CheckID, _ reason: String, _ result: Outcome.Result, _ seconds: Double, passed: Int = 0
  ) -> Outcome {
    let cases = (0..<passed).map { TestCase(id: "test \($0)", status: .passed) }
    return Outcome(
      check: Check(id: id, reason: reason, isSkipped: result == .skipped), result: result,
      seconds: seconds, tests: passed > 0 ? TestResults(cases: cases) : nil)
  }
}
