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

@Test("the migrations of a project are found by their names, wherever they are")
func foundMigrations() {
  let cases: [([String], [String: String], String)] = [
    (
      ["server/migrations/000001_a.up.sql", "server/migrations/000001_a.down.sql"], [:],
      "server/migrations golang-migrate"
    ),
    (["db/1.up.sql", "db/1.down.sql"], [:], "db sql-pairs"),
    (["internal/V0001.Initial.up.sql"], [:], "internal sql-pairs"),
    (
      ["src/main/resources/db/migration/V1_2__x.sql"], [:], "src/main/resources/db/migration flyway"
    ),
    (
      [
        "migrations/2026-08-01-120000_a/up.sql", "migrations/2026-08-01-120000_a/down.sql",
        "migrations/001_x.sql",
      ],
      [:], "migrations diesel"
    ),
    (
      ["db/migrations/20260801120000_a.sql"],
      ["db/migrations/20260801120000_a.sql": "-- migrate:up\n"], "db/migrations dbmate"
    ),
    (
      ["db/migrations/001_a.sql"], ["db/migrations/001_a.sql": "-- +goose Up\n"],
      "db/migrations goose"
    ),
    // A tool that the gate does not read.
    (["prisma/migrations/20260801_a/migration.sql"], [:], "Migrations sql-pairs"),
    (["sql/001_a.sql"], ["sql/001_a.sql": "create table t ();"], "Migrations sql-pairs"),
    (["tests/fixtures/001_a.up.sql", "vendor/x/002_b.up.sql"], [:], "Migrations sql-pairs"),
    (
      ["a/001_a.up.sql", "migrate/001_a.up.sql", "b/001_a.up.sql", "b/002_b.up.sql"], [:],
      "b sql-pairs"
    ),
    (["a/001_a.up.sql", "z/migrate/001_a.up.sql"], [:], "z/migrate sql-pairs"),
  ]
  for (paths, texts, expected) in cases {
    let survey = Survey(
      name: "x", base: "main", paths: paths.map { RepoPath($0) }, texts: texts)
    let found = survey.migrations()
    #expect("\(found.path) \(found.format.rawValue)" == expected, "\(paths)")
  }
}
