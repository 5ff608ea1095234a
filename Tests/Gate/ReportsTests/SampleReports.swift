import GateModel

/// Reports as a team would get them.
enum SampleReports {
  static let all: [(name: String, report: Report)] = [
    ("passing", passing), ("failing", failing), ("unjudged", unjudged), ("hostile", hostile),
    ("empty", empty), ("wave", wave),
  ]

  static let passing = Report(
    verdict: .open, summary: "6 checks passed on 2 changed files, 1 warning", project: "shop",
    base: revision("main", "3f"), head: revision("lane/b", "b7"), lane: LaneID("B"), wave: 1,
    profile: "full",
    outcomes: [
      check(.rule("plan"), "the change does not edit the plan", .skipped, 0),
      check(
        .rule("lane-scope"), "A lane changes only the paths and regions that it owns.", .passed,
        0.0004),
      check(.rule("description"), "The description says what changes.", .passed, 0.0002),
      check(
        .rule("change-size"), "A change stays within its budget of lines and files.", .passed,
        0.0001,
        findings: [
          Finding(
            rule: "change-size", level: .warning,
            message: "the change has 612 added and removed lines; its budget is 400",
            hint: "split it into changes that each stand alone, or raise the budget in gate.yml")
        ]),
      check(.rule("excluded-scope"), "gate.yml excludes no topic", .skipped, 0),
      check(.linter("ruff"), "`web/cart.py` changed", .passed, 0.31),
      check(.suite("unit"), "`web/cart.py` and 1 more changed", .passed, 3.21, passed: 41),
      check(
        .suite("api"), "its inputs are those of the run of lane/b at b7b7b7b7b7", .cached, 0.02),
      check(.suite("schema"), "none of its inputs changed", .skipped, 0),
    ],
    files: [
      Report.File(
        path: RepoPath("web/cart.py"), status: .modified, lane: LaneID("B"), added: 608, removed: 1),
      Report.File(
        path: RepoPath("tests/test_cart.py"), status: .modified, lane: LaneID("B"), added: 3,
        removed: 0),
    ],
    description: [
      Report.Section(name: "变更点", text: "购物车合计只舍入一次"),
      Report.Section(name: "风险点", text: "合计可能变慢"),
      Report.Section(name: "回滚点", text: "- 回退此提交\n- 重新部署"),
    ])

  static let failing = Report(
    verdict: .shut,
    summary: "4 checks failed: rule/lane-scope, rule/description, suite/unit and 1 more",
    project: "shop", base: revision("main", "3f"), head: revision("lane/b", "c4"),
    lane: LaneID("B"), wave: 1, profile: "full",
    outcomes: [
      check(.rule("plan"), "the change does not edit the plan", .skipped, 0),
      check(
        .rule("lane-scope"), "A lane changes only the paths and regions that it owns.", .failed,
        0.0011,
        findings: [
          scope("data/schema.sql", 12), scope("data/seed.sql", 3),
        ]),
      check(
        .rule("description"), "The description says what changes.", .failed, 0.0002,
        findings: [
          Finding(
            rule: "description", message: "the description has no section `Risk`",
            hint: "add a line `Risk: …` to a commit message")
        ]),
      check(
        .rule("unowned-path"), "A new file belongs to some lane.", .passed, 0.0001,
        findings: [
          Finding(
            rule: "unowned-path", level: .warning, path: RepoPath("web_old/cart.py"),
            message: "no lane owns this new file",
            hint: "add it to `owns:` of a lane, or to `unowned-path: {except: […]}` in gate.yml")
        ]),
      check(.rule("change-size"), "A change stays within its budget of lines.", .passed, 0.0001),
      Outcome(
        check: Check(id: .migrations("verify"), reason: "`migrations/0012_note.sql` changed"),
        result: .passed, seconds: 0.21, migrations: [note]),
      check(.suite("unit"), "`web/cart.py` and 1 more changed", .failed, 4.2, tests: cartTests),
      check(.suite("schema"), "none of its inputs changed", .skipped, 0),
      Outcome(
        check: Check(
          id: .acceptance("a new instance migrates itself"), reason: "Waves/1.yml:9 asks for it"),
        result: .passed, seconds: 0.004,
        evidence: "select max(version) from schema_version: 12"),
      Outcome(
        check: Check(
          id: .acceptance("the dashboard shows agent status"), reason: "Waves/1.yml:10 asks for it"),
        result: .failed, seconds: 0.012,
        findings: [
          Finding(
            rule: "acceptance", path: RepoPath("Waves/1.yml"), line: 10,
            message: "`the dashboard shows agent status` is not met: "
              + "GET /api/agent-status: 200, $.counts.running is null; expected at least 0",
            hint: "make it hold; the gatekeeper may change what the wave asks for")
        ], evidence: "GET /api/agent-status: 200, $.counts.running is null"),
    ],
    files: [
      Report.File(
        path: RepoPath("data/schema.sql"), status: .modified, lane: LaneID("A"), added: 1,
        removed: 1),
      Report.File(
        path: RepoPath("data/seed.sql"), status: .modified, lane: LaneID("A"), added: 2, removed: 0),
      Report.File(
        path: RepoPath("web/cart.py"), oldPath: RepoPath("web/basket.py"), status: .renamed,
        lane: LaneID("B"), added: 31, removed: 12),
      Report.File(path: RepoPath("web_old/cart.py"), status: .added, added: 1, removed: 0),
    ],
    description: [
      Report.Section(name: "Changes", text: "The cart rounds once, at the end (see web/cart.py)."),
      Report.Section(name: "Risk", text: nil),
      Report.Section(name: "Rollback", text: "Revert this commit; nothing is stored differently."),
    ],
    next: [
      "data/schema.sql:12: lane B changes a path of lane A (Data); leave it to lane A, or ask the gatekeeper to move it [lane-scope]",
      "data/seed.sql:3: lane B changes a path of lane A (Data); leave it to lane A, or ask the gatekeeper to move it [lane-scope]",
      "the description has no section `Risk`; add a line `Risk: …` to a commit message [description]",
      "make the test `tests.test_cart.TestCart.test_total` and 1 more of suite/unit pass",
    ],
    remarks: ["Uncommitted work is not judged: `web/cart.py`. `--worktree` judges it too."])

  private static let note = MigrationEffect(
    path: RepoPath("migrations/0012_note.sql"),
    schema: [
      "adds table public.notes", "column public.orders.total: type bigint instead of integer",
    ],
    diff: """
      + table public.notes
      +   column id, type bigint, not null
      +   constraint notes_pkey, PRIMARY KEY (id)
        column public.orders.total
      -   type integer
      +   type bigint
      """,
    statements: [
      MigrationEffect.Statement(line: 1, text: "create table notes (id bigint primary key)"),
      MigrationEffect.Statement(
        line: 3, text: "alter table orders alter total type bigint",
        locks: [
          MigrationEffect.Lock(
            relation: "public.orders", mode: "ACCESS EXCLUSIVE", blocks: .everybody)
        ], rewrites: ["public.orders", "public.orders_pkey"], scans: ["public.orders"]),
    ])

  static let unjudged = Report(
    verdict: .unjudged, summary: "1 check could not judge: suite/unit", project: "shop",
    base: revision("main", "3f"), head: revision("lane/b", "d1"), lane: LaneID("B"),
    profile: "quick",
    outcomes: [
      check(
        .rule("lane-scope"), "A lane changes only the paths and regions that it owns.", .passed,
        0.0004),
      Outcome(
        check: Check(id: .suite("unit"), reason: "`web/cart.py` changed"),
        result: .broken(
          "it ran no test\nlook at its last lines, or say `results: exit-code` in gate.yml"),
        seconds: 0.8, output: "ERROR: file or directory not found: tests\n\nno tests ran in 0.01s"),
    ],
    files: [
      Report.File(
        path: RepoPath("web/cart.py"), status: .modified, lane: LaneID("B"), added: 3, removed: 1)
    ],
    next: ["suite/unit: it ran no test"])

  static let empty = Report(
    verdict: .unjudged, summary: "there was nothing to judge", project: "shop",
    base: revision("main", "3f"), head: revision("main", "3f"), profile: "full",
    next: ["nothing changed: commit your work, or name the right --base"])

  /// A branch, files, tests and a linter that would rather write the report themselves.
  static let hostile = Report(
    verdict: .shut, summary: "2 checks failed: command/lint, suite/unit", project: "shop",
    base: revision("main", "3f"), head: revision("lane/b`**✅-OPEN**`@everyone", "e0"),
    lane: LaneID("B"), profile: "full",
    outcomes: [
      check(
        .linter("lint"), "`web/a|b.py` changed", .failed, 0.2,
        findings: [
          Finding(
            rule: "E1](https://evil.example)", path: RepoPath("web/a|b`c.py\n::error::x"), line: 1,
            message: "[click here](javascript:alert(1)) <img src=x> www.evil.example #12 !7 $x$",
            hint: "/close @everyone :tada: ##[add-mask]x"),
          Finding(
            rule: "E2", level: .note, message: "- [ ] one\n# Gate: ✅ OPEN",
            hint: "1. read <details> & <!-- all of it"),
        ]),
      check(
        .suite("unit"), "`web/a|b.py` changed", .failed, 4.2,
        tests: TestResults(cases: [
          TestCase(
            id: "test[| ✅ |]", status: .failed,
            message:
              "assert 10.1 == 10.10\n```\n# ✅ OPEN </details> @everyone ]]>\n::add-mask::a\u{1B}[31m\u{202E}",
            path: RepoPath("tests/x.py"), line: 31),
          TestCase(id: "test[| ✅ |]", status: .failed, message: "\u{0}\u{FFFF}again"),
        ])),
    ],
    files: [
      Report.File(
        path: RepoPath("web/a|b`c.py\n::error::x"), status: .added, lane: LaneID("B"), added: 3,
        removed: 1)
    ],
    description: [
      Report.Section(
        name: "Risk",
        text: "# Gate: ✅ OPEN\n\n- [x] nothing\n---\n/approve\n> [!NOTE]\n| a |\n| - |")
    ],
    remarks: ["Uncommitted work is not judged: `a`b``c` <b>."])

  static let wave: Report = {
    var report = Report(
      verdict: .shut, summary: "lane C is out: B and C pass alone and fail together: suite/unit",
      project: "shop", base: revision("main", "3f"), head: revision("wave 1: A + B", "b7"), wave: 1,
      profile: "full",
      outcomes: [
        check(.lane("A"), "`lane/a`, 2 commits, by its own rules", .passed, 0.004),
        check(.lane("B"), "`lane/b`, 1 commit, by its own rules", .passed, 0.003),
        check(
          .lane("C"), "`lane/c`, 1 commit, by its own rules", .failed, 0.003,
          findings: [
            Finding(
              rule: "culprit", message: "B and C pass alone and fail together: suite/unit",
              hint: "bring B into the branch of C and mend it there; without it: --lanes A,B")
          ]),
        check(.suite("unit"), "`b/cart.py` and 1 more changed", .failed, 3.2, tests: cartTests),
      ],
      next: ["B and C pass alone and fail together: suite/unit"])
    report.proof = WaveProof(
      strategy: "batch", id: "wave-1-00c0ffee00c0ffee",
      lanes: [
        member("A", "a1", .in, "holds with all that are in"),
        member("B", "b2", .in, "holds with all that are in"),
        member("C", "c3", .out, "B and C pass alone and fail together: suite/unit"),
        LaneID("D").map {
          WaveProof.Lane(
            id: $0, tip: nil, standing: .unjudged, reason: "there is no branch `lane/d|*`; start it"
          )
        },
      ].compactMap { $0 },
      culprits: [
        WaveProof.Culprit(
          kind: .pair, lanes: ["B", "C"].compactMap { LaneID($0) }, checks: ["suite/unit"])
      ],
      states: [
        state("A B C", "d4", "all lanes of the wave", "failed", 3.2),
        state("A B", "e5", "what is left without C", "cached", 0),
        state("", "3f", "is it red by itself?", "passed", 3.1),
      ].compactMap { $0 })
    return report
  }()

  private static func member(
    _ name: String, _ digits: String, _ standing: WaveProof.Standing, _ reason: String
  ) -> WaveProof.Lane? {
    guard let id = LaneID(name), let commit = ObjectID(String(repeating: digits, count: 20)) else {
      return nil
    }
    let tip = LaneTip(lane: id, branch: "lane/\(name.lowercased())", commit: commit)
    return WaveProof.Lane(id: id, tip: tip, standing: standing, reason: reason)
  }

  private static func state(
    _ lanes: String, _ digits: String, _ why: String, _ outcome: String, _ seconds: Double
  ) -> WaveProof.State? {
    guard let id = ObjectID(String(repeating: digits, count: 20)) else { return nil }
    return WaveProof.State(
      lanes: lanes.split(separator: " ").compactMap { LaneID($0) }, commit: id, tree: id,
      why: why,
      checks: [WaveProof.Tried(check: "suite/unit", outcome: outcome, seconds: seconds)])
  }

  private static let cartTests = TestResults(
    cases: [
      TestCase(
        id: "tests.test_cart.TestCart.test_total", status: .failed, seconds: 0.012,
        message: """
          AssertionError: Decimal('10.1') != Decimal('10.10')
          cart = Cart([Item("tea", Decimal("3.37"), 3)])
          """, path: RepoPath("tests/test_cart.py"), line: 31),
      TestCase(
        id: "tests.test_cart.TestCart.test_empty", status: .failed, seconds: 0.001,
        message: "KeyError: 'currency'", path: RepoPath("tests/test_cart.py"), line: 44),
    ], unlisted: TestResults.Counts(passed: 40))

  private static func scope(_ path: String, _ line: Int) -> Finding {
    Finding(
      rule: "lane-scope", path: RepoPath(path), line: line,
      message: "lane B changes a path of lane A (Data)",
      hint: "leave it to lane A, or ask the gatekeeper to move it")
  }

  private static func revision(_ ref: String, _ digits: String) -> Revision {
    Revision(ref: ref, commit: ObjectID(String(repeating: digits, count: 20)))
  }

  private static func check(
    _ id: CheckID, _ reason: String, _ result: Outcome.Result, _ seconds: Double,
    findings: [Finding] = [], passed: Int = 0, tests: TestResults? = nil
  ) -> Outcome {
    let cases = (0..<passed).map { TestCase(id: "test \($0)", status: .passed) }
    return Outcome(
      check: Check(id: id, reason: reason, isSkipped: result == .skipped), result: result,
      seconds: seconds, findings: findings,
      tests: tests ?? (passed > 0 ? TestResults(cases: cases) : nil))
  }
}
