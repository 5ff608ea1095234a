import GateModel
import GateProject
import TestSupport
import Testing

private let gate = """
  version: 1
  project: shop
  base: main
  gatekeeper: D
  description: {sections: {changes: [Changes, 变更点]}}
  suites:
    unit: {run: "make test", inputs: [src/**], results: junit, timeout: 20m, cores: 2, keep: .build/}
  profiles: {quick: [rules], full: [rules, unit]}
  agents: {A: {kind: codex, tmux: "lane-b", plugins: [http_fetch]}}
  rules:
    change-size: {lines: 100}
    excluded-scope: [{topic: login, paths: ["**/auth/**"], added: "(?i)\\\\brbac\\\\b"}]
    command: [{name: lint, run: x, output: regex, pattern: "^(?<path>.*)$"}]
  waivers: [{rule: waiver, paths: [a], owner: ann, reason: why, expires: 2026-12-31}]

  """

private let wave = """
  wave: 1
  after: 0
  lanes: {A: [x, y], D: [z]}
  merge: [A, D]
  freezes: [schema, api]
  acceptance: [{name: a, sql: "select 1", equals: 7}, {name: b, http: "GET /x", json: "$.a", at_least: 0}]

  """

@Test("fuzz: every plan is read, or every mistake of it has a place in one of its files")
func fuzzPlans() {
  let words = [
    ": ", "- ", "\n  ", "{", "}", "[", "]", "&a ", "*a", "!!x ", "\"", "'", "|\n", "\t", "#",
    "---\n",
  ]
  let lane =
    "lane: A\nowns: [src/**]\nregions: [{file: a.js, name: b}]\nrules: {change-size: off}\n"
  for (name, seed) in [("gate.yml", gate), ("Lanes/A.yml", lane), ("Waves/1.yml", wave)] {
    let failures = Fuzz(seeds: [seed], words: words).failures(ofBytes: { input in
      var files = [
        "gate.yml": Array(gate.utf8), "Lanes/A.yml": Array(lane.utf8),
        "Lanes/D.yml": Array("lane: D\n".utf8),
        "Waves/0.yml": Array("wave: 0\nlanes: {A: []}".utf8),
      ]
      files[name] = input
      do throws(PlanProblems) {
        _ = try Project(reading: files.map { PlanFile(path: $0.key, bytes: $0.value) })
        return nil
      } catch {
        let isPlaced = error.all.allSatisfy {
          files[$0.location.file] != nil && $0.location.line > 0 && $0.location.column > 0
            && !$0.message.isEmpty
        }
        return error.all.isEmpty || !isPlaced ? "\(error.all)" : nil
      }
    })
    #expect(failures.isEmpty, "\(failures)")
  }
}
