import GateModel
import GateProject
import Testing

@testable import GateDrafting

private func draft(_ paths: [String], _ texts: [String: String] = [:]) -> PlanDraft {
  PlanDraft(
    for: Survey(name: "shop", base: "main", paths: paths.map { RepoPath($0) }, texts: texts))
}

@Test("suites are those that the manifests speak of")
func suites() {
  let test = { (script: String) in
    ["package.json": "{\"scripts\": {\"test\": \"\(script)\"}}"]
  }
  let cases: [(paths: [String], texts: [String: String], runs: [String])] = [
    (["Package.swift"], [:], ["swift test --xunit-output ${GATE_OUT}/junit.xml"]),
    (["go.mod", "a.go"], [:], ["go test -json ./..."]),
    (["Cargo.toml"], [:], ["cargo test"]), (["pom.xml", "mvnw"], [:], ["./mvnw -q test"]),
    (["setup.py", "a.py"], [:], []),
    (["setup.py", "test_a.py"], [:], ["python3 -m unittest discover -v"]),
    (["setup.py", "tests/test_a.py"], [:], ["python3 -m unittest discover -v -s tests"]),
    (
      ["tox.ini", "src/a/__init__.py", "tests/test_a.py"], ["tox.ini": "deps = pytest"],
      ["PYTHONPATH=src python3 -m pytest --junit-xml=${GATE_OUT}/junit.xml"]
    ),
    (["package.json"], ["package.json": "{}"], []), (["package.json"], ["package.json": "["], []),
    (["package.json"], test("echo \\\"Error: no test specified\\\" && exit 1"), []),
    (["package.json"], test("make test"), ["npm test"]),
    (
      ["package.json"], test("node --test test/"),
      [
        "node --test --test-reporter=junit --test-reporter-destination=${GATE_OUT}/junit.xml test/"
      ]
    ),
    (
      ["package.json"], test("vitest"),
      ["npx vitest run --reporter=junit --outputFile=${GATE_OUT}/junit.xml"]
    ),
    ([], [:], []),
  ]
  for (paths, texts, runs) in cases {
    #expect(draft(paths, texts).project.suites.map(\.run) == runs, "\(paths) \(texts)")
  }
}

@Test("lanes own the folders that are there, and every file has one owner")
func lanes() throws {
  let cases: [(paths: [String], owns: [[String]])] = [
    ([], [["/Migrations/**", "/src/**", "/tests/**"], ["/gate.yml", "/Lanes/**", "/Waves/**"]]),
    (
      ["go.mod", "main.go", "internal/a.go", ".github/ci.yml", "README.md"],
      [
        ["/internal/**", "/Migrations/**", "/*.go", "/go.mod"],
        ["/gate.yml", "/Lanes/**", "/Waves/**", "/.github/**", "/README.md"],
      ]
    ),
    (
      ["Package.swift", "Sources/A/a.swift", "Sources/B/b.swift", "Tests/ATests/a.swift"],
      [
        ["/Sources/A/**", "/Tests/ATests/**", "/Migrations/**"], ["/Sources/B/**"],
        ["/gate.yml", "/Lanes/**", "/Waves/**", "/Package.swift"],
      ]
    ),
    (
      ["api/a.py", "web/b.js", "db/migrations/1.up.sql", "docs/x.md", "tests/test_a.py"],
      [
        ["/api/**", "/db/**", "/docs/**", "/tests/**", "/web/**"],
        ["/gate.yml", "/Lanes/**", "/Waves/**"],
      ]
    ),
    (
      ["a/x.go", "b/x.go", "c/x.go", "e/x.go", "docs/x.md", "we*rd/x.txt"],
      [
        ["/a/**", "/Migrations/**"], ["/b/**"], ["/c/**", "/e/**"],
        ["/gate.yml", "/Lanes/**", "/Waves/**", "/docs/**", "/we\\*rd/**"],
      ]
    ),
  ]
  for (paths, owns) in cases {
    let draft = draft(paths)
    #expect(draft.project.lanes.map { $0.owns.map(\.description) } == owns, "\(paths)")
    let plan = draft.files().filter { PlanFile.isPlan(RepoPath($0.path)) }
    let project = try Project(
      reading: plan.map { PlanFile(path: $0.path, bytes: Array($0.text.utf8)) })
    #expect(project.overlaps().isEmpty)
    let ownership = Ownership(lanes: project.lanes)
    for path in paths {
      #expect(ownership.owners(of: RepoPath(path)).count == 1, "\(path) of \(paths)")
    }
  }
}
