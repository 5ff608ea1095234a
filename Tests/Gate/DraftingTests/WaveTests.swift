import GateModel
import Testing

@testable import GateDrafting

private let survey = Survey(
  name: "shop", base: "main",
  paths: ["setup.py", "tests/test_a.py", "api/a.py"].map { RepoPath($0) })

private let threeLanes = """
  # Plan

  ## Lane A: Backend API
  Files: `api/**`

  ## Lane B: Frontend
  Files: `web/**`

  ## Lane C: gatekeeper


  """

private func plan(_ text: String) throws -> (files: [String: String], said: [String]) {
  let (draft, remarks) = try PlanDraft.read(text, named: "p.md", for: survey)
  let files = draft.files().map { ($0.path, $0.text) }
  return (Dictionary(uniqueKeysWithValues: files), remarks.map { "\($0.line): \($0.message)" })
}

@Test("a wave's order of merging is its own, wherever it stands in the wave")
func mergeOrders() throws {
  let cases: [(text: String, merge: String)] = [
    ("## Wave 1\nLanes: A, B\nMerge order: B, A\n", "[B, A]"),
    ("## Wave 1\n- Lane A: build\n- Lane B: build\nMerge order: B, A\n", "[B, A]"),
    ("## Wave 1\n- Lane A: build\n- Lane B: build\n- 合并顺序：B → A\n", "[B, A]"),
    ("## Wave 1\n### Lane A\n- build\n### Lane B\n- build\n\nMerge order: B -> A\n", "[B, A]"),
    ("## Wave 1\n### Lane A\n### Lane B\n\n**合并顺序**：B、A\n", "[B, A]"),
    ("## Wave 1\nLanes: A, B\nMerge order: Frontend, then Backend API\n", "[B, A]"),
    ("## Wave 1\nLanes: b, a\nMerge order: First B, then A\n", "[B, A]"),
    ("## Wave 1\nLanes: A, B\nMerge order: b, a\n", "[B, A]"),
    ("### Wave 1\nLanes: A, B\n\n### Merge order\n1. B\n2. A\n", "[B, A, C]"),
    ("## Wave 1\nLanes: A, B, C\nMerge order: B\n", "[B, A, C]"),
  ]
  for (text, merge) in cases {
    let files = try plan(threeLanes + text).files
    #expect(files["Waves/1.yml"]?.contains("\nmerge: \(merge)\n") == true, "\(text) \(files)")
    for name in ["A", "B", "C"] {
      #expect(files["Lanes/\(name).yml"]?.contains("merge") == false, "\(text)")
    }
  }
}

@Test("lanes by title are those lanes; what had to be all is said")
func lanesOfWaves() throws {
  let cases: [(text: String, lanes: [String], said: String?)] = [
    ("Backend, Frontend\n", ["A", "B"], "lanes by their titles: A, B"),
    ("Backend API and Frontend.\n", ["A", "B"], "lanes by their titles: A, B"),
    ("Lanes: Frontend, Backend\n", ["A", "B"], nil), ("Lanes: Frontend\n", ["B"], nil),
    ("- Frontend\n", ["B"], "lanes by their titles: B"), ("- Frontend: the page\n", ["B"], nil),
    ("### Frontend\n- the page\n", ["B"], nil), ("Lanes: all\n", ["A", "B", "C"], nil),
    ("The Frontend goes first.\n", ["B"], "lanes by their titles: B"),
    ("Not the Frontend.\n", ["A", "B", "C"], "which lanes: all"),
    ("Goal: Backend, Frontend\n", ["A", "B"], "lanes by their titles: A, B"),
    ("Goal: backend\n", ["A", "B", "C"], "which lanes: all"),
    ("Some words.\n", ["A", "B", "C"], "which lanes: all"),
    ("Lanes: Server\n", ["A", "B", "C"], "names no lane, or several: Server"),
  ]
  for (text, expected, said) in cases {
    let found = try plan(threeLanes + "## Wave 1\n" + text)
    let wave = try #require(found.files["Waves/1.yml"])
    for name in ["A", "B", "C"] {
      #expect(wave.contains("\n  \(name):") == expected.contains(name), "\(text) \(wave)")
    }
    if let said { #expect(found.said.contains { $0.contains(said) }, "\(text) \(found.said)") }
    #expect(said != nil || !found.said.contains { $0.contains("wave 1") }, "\(text) \(found.said)")
  }
}

@Test("a criterion that is a command is tried, and nothing else is")
func criteria() throws {
  let cases: [(text: String, criterion: String?)] = [
    ("`go test ./x/...`", "{name: go test ./x/..., run: go test ./x/...}"),
    ("`make check` exits with 0", "{name: make check, run: make check}"),
    ("`make check` exits with 2.", "{name: make check, run: make check, exit: 2}"),
    ("`./run.sh`", #"{name: "./run.sh", run: "./run.sh"}"#), ("`pytest -q` 通过", "pytest -q"),
    ("`agent_status`", nil), ("`GET /x` answers", nil), ("`select 1`", nil), ("`a == b`", nil),
    ("the page shows `make`", nil), ("`make` and `go test`", nil), ("``", nil), ("` `", nil),
  ]
  for (text, criterion) in cases {
    let wave = try #require(
      try plan(threeLanes + "## Wave 1\nLanes: A\n### Acceptance\n- \(text)\n").files["Waves/1.yml"]
    )
    let runs = wave.split(separator: "\n").filter { $0.contains("run:") }.map(String.init)
    #expect(runs.count == (criterion == nil ? 0 : 1), "\(text) \(wave)")
    if let criterion {
      let isThere = runs.allSatisfy { $0.hasPrefix("  - ") && $0.contains(criterion) }
      #expect(isThere, "\(wave)")
    }
  }
  let text =
    "## Lane A: x\nAcceptance:\n- `go test ./x`\n## Wave 1\nLanes: A\n## Wave 2\nLanes: A\n"
  let files = try plan(text).files
  #expect(files["Waves/1.yml"]?.contains("go test") == false)
  #expect(
    files["Waves/2.yml"]?.contains("{name: \"lane A: go test ./x\", run: go test ./x}") == true)
}

@Test("a lane's suites are those of gate.yml; others are a comment")
func laneSuites() throws {
  let found = try plan("## Lane A: x\nSuites: unit, `e2e`\n")
  let file = try #require(found.files["Lanes/A.yml"])
  #expect(file.contains("\nsuites: [unit]\n"), "\(file)")
  #expect(file.contains("# suites: [e2e] is no suite of gate.yml yet\n"), "\(file)")
  #expect(found.said.contains("2: kept only as a comment: gate.yml has no suite `e2e`"))
}
