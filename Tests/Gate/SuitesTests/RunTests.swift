import FoundationEssentials
import GateModel
import Processes
import Testing

@testable import GateSuites

/// Suites and linters that really run, under the program that was built with these tests.
final class RunTests: Sendable {
  private let folder: String
  private let workspace: Workspace

  init() throws {
    folder = FileManager.default.temporaryDirectory.path + "/gate-suites-\(UUID().uuidString)"
    for name in ["checkout/.git", "out"] {
      try FileManager.default.createDirectory(
        atPath: "\(folder)/\(name)", withIntermediateDirectories: true)
    }
    let gate = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../../.build/debug/gate").standardizedFileURL.path
    workspace = Workspace(
      checkout: folder + "/checkout", out: folder + "/out", base: "b", head: "h",
      lane: LaneID("A"),
      changedLines: [RepoPath("b.py"): [1...1], RepoPath("a.py"): [2...3]],
      environment: ["PATH": "/usr/local/bin:/usr/bin:/bin", "GIT_DIR": "/x", "MY_TOKEN": "t"],
      supervisor: Supervisor(executable: gate))
  }

  deinit {
    // A folder that is left behind does no harm.
    try? FileManager.default.removeItem(atPath: folder)
  }

  private func run(_ suite: Suite) async -> Outcome {
    let check = Check(id: .suite(suite.name), reason: "")
    return await GateSuites.run(suite, as: check, in: workspace)
  }

  private let passing = "<testsuite><testcase name='a'/></testsuite>"

  @Test func resultsInGateOut() async {
    let suite = Suite(
      name: "unit/π", run: "echo \"\(passing)\" > ${GATE_OUT}/deep.xml", results: .junit)
    #expect(await run(suite).result == .passed)
    // What the last run left behind is not there for the next.
    let empty = await run(Suite(name: "unit/π", run: "true", results: .junit))
    #expect(empty.result.name == "broken" && empty.tests == nil)
  }

  @Test func oldResultsInTheCheckoutDoNotCount() async throws {
    let globs = [try Glob("build/**/*.xml"), try Glob("${GATE_OUT}/x.txt")]
    func suite(_ shell: String) -> Suite {
      Suite(name: "unit", run: shell, results: .junit, resultFiles: globs)
    }
    let writing = suite("mkdir -p build/a; echo \"\(passing)\" > build/a/b.xml")
    #expect(await run(writing).result == .passed)
    #expect(await run(suite("true")).result.name == "broken")
    #expect(await run(writing).tests?.passed == 1)
    let both = suite("\(writing.run); cp build/a/b.xml $GATE_OUT/x.txt")
    #expect(await run(both).tests?.passed == 2)
    // Nothing but files is read: a pipe would never end.
    let pipe = suite("mkfifo build/c.xml; ln -s /dev/zero build/d.xml; \(writing.run)")
    #expect(await run(pipe).tests?.passed == 1)
  }

  @Test func outputsAreResults() async {
    let tap = await run(
      Suite(name: "tap", run: "echo 1..1; echo noise >&2; echo not ok 1 - x; exit 1", results: .tap)
    )
    #expect(tap.result == .failed && tap.tests?.failures.map(\.id) == ["x"])
    #expect(tap.output == "noise")
    let late = await run(
      Suite(name: "late", run: "echo 1; sleep 60", results: .tap, timeout: .milliseconds(300)))
    #expect(late.result == .failed && late.output == "1")
    #expect(
      late.findings.map(\.message) == ["the suite `late` ran into its time limit of 0.3 seconds."])
    let database = await run(Suite(name: "db", run: "true", needs: [.postgres]))
    #expect(database.result.name == "broken")
  }

  @Test func commandsKnowTheChangeAndNoSecrets() async {
    let suite = Suite(name: "env", run: "env | sort >&2; exit 1")
    let lines = await run(suite).output?.split(separator: "\n") ?? []
    for line in ["GATE_BASE=b", "GATE_HEAD=h", "GATE_LANE=A", "GATE_OUT=\(folder)/out/suite-env"] {
      #expect(lines.contains(line[...]), "\(line)")
    }
    #expect(!lines.contains { $0.hasPrefix("GIT_DIR") || $0.hasPrefix("MY_TOKEN") })
  }

  @Test func scrubbedNames() {
    let kept = [
      "PATH", "HOME", "LANG", "CI", "GIT_AUTHOR_NAME", "KEYBOARD", "TOKENIZERS_PARALLELISM",
      "DEVELOPER_DIR", "XAUTHORITY", "BYPASS",
    ]
    let dropped = [
      "GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE", "GITHUB_TOKEN", "GITHUB_ENV",
      "ACTIONS_RUNTIME_TOKEN", "NPM_TOKEN", "npm_token", "AWS_SECRET_ACCESS_KEY",
      "AWS_ACCESS_KEY_ID", "PGPASSWORD", "CI_JOB_JWT", "SSH_AUTH_SOCK", "GITLABTOKEN",
      "GATE_OUT", "OPENAI_API_KEY",
    ]
    let names = Set(kept + dropped)
    let left = scrubbed(Dictionary(uniqueKeysWithValues: names.map { ($0, "x") }))
    #expect(left.keys.sorted() == kept.sorted())
    let values = [
      ("A", "https://u:p@h/x"), ("B", "https://u@h"), ("C", "http://h:80/a@b"), ("D", "x ://a:b@"),
    ]
    #expect(scrubbed(Dictionary(uniqueKeysWithValues: values)).keys.sorted() == ["B", "C"])
  }

  @Test func lintersGetTheFiles() async {
    let linter = Linter(
      name: "lint", run: "sed 's/$/:2/' < $GATE_FILES; echo talk >&2; exit 1",
      output: .regex("^(?<path>[^:]+):(?<line>2?)(?<message>)$"),
      changedLinesOnly: true)
    let check = Check(id: .linter("lint"), reason: "")
    let outcome = await GateSuites.run(linter, as: check, in: workspace)
    #expect(outcome.result == .failed && outcome.output == "talk")
    #expect(outcome.findings.map(\.path) == [RepoPath("a.py")])
    let broken = Linter(name: "l", run: "exit 1", output: .regex("^never$"))
    let silent = await GateSuites.run(broken, as: check, in: workspace)
    #expect(silent.result.name == "broken")
  }

  @Test func jobsShareTheCoresAndKeepTheirOrder() async {
    // Each job notes how many run beside it.
    let count =
      "mkdir $GATE_OUT/../r-$$; ls -d $GATE_OUT/../r-* | wc -l; sleep 0.2; rmdir $GATE_OUT/../r-$$"
    let plan: [(String, Int)] = [("a", 1), ("wide", 9), ("b", 1), ("c", 1), ("d", 1)]
    var jobs = plan.map { name, cores in
      Job(
        check: Check(id: .suite(name), reason: ""),
        work: .suite(Suite(name: name, run: "\(count); exit 1", cores: cores)))
    }
    jobs.append(
      Job(
        check: Check(id: .linter("l"), reason: "no input changed", isSkipped: true),
        work: .linter(Linter(name: "l", run: "x", output: .sarif))))
    let (events, continuation) = AsyncStream.makeStream(of: RunEvent.self)
    let outcomes = await GateSuites.run(jobs, cores: 2, in: workspace, events: continuation)
    continuation.finish()
    #expect(
      outcomes.map(\.check.id.description) == [
        "suite/a", "suite/wide", "suite/b", "suite/c", "suite/d", "command/l",
      ])
    #expect(outcomes[5].result == .skipped && outcomes[0].result == .failed)
    #expect(outcomes[1].output == "1")
    #expect(outcomes.prefix(5).allSatisfy { ["1", "2"].contains($0.output) })
    var (started, finished) = (0, 0)
    for await event in events {
      switch event {
      case .preparing: Issue.record("nothing is prepared here")
      case .started: started += 1
      case .finished: finished += 1
      }
    }
    #expect(started == 6 && finished == 6)
  }

  @Test func aCancelledRunIsBroken() async throws {
    let jobs = ["a", "b"].map {
      Job(
        check: Check(id: .suite($0), reason: ""),
        work: .suite(Suite(name: $0, run: "sleep 300")))
    }
    let workspace = workspace
    let task = Task { await GateSuites.run(jobs, cores: 1, in: workspace) }
    try await Task.sleep(for: .milliseconds(300))
    task.cancel()
    let outcomes = await task.value
    #expect(outcomes.map(\.result.name) == ["broken", "broken"])
  }
}
