import GateModel
import GateProject
import Testing

private func problems(_ files: [String: String]) -> [String] {
  let list = files.map { PlanFile(path: $0.key, bytes: Array($0.value.utf8)) }
  do throws(PlanProblems) {
    _ = try Project(reading: list)
    return []
  } catch {
    return error.all.map(\.description)
  }
}

@Test("every mistake of a plan is told, with its place and what was meant")
func mistakes() {
  let cases: [(files: [String: String], said: [String])] = [
    ([:], ["gate.yml:1:1: there is no gate.yml; `gate init` writes one"]),
    (["gate.yml": ""], ["gate.yml:1:1: the file is empty"]),
    (
      ["gate.yml": "version: 2"],
      ["gate.yml:1:10: `version` is a whole number from 1 to 1, not `2`"]
    ),
    (
      ["gate.yml": "version: 1\nsutes: {}\nbase: [a]"],
      [
        "gate.yml:2:1: unknown key `sutes`; did you mean `suites`?",
        "gate.yml:3:7: `base` is a text, not a list",
      ]
    ),
    (
      ["gate.yml": "version: 1\nprofiles: {full: [rules, unti]}\nsuites: {unit: {run: x}}"],
      ["gate.yml:2:26: there is no suite `unti`; did you mean `unit`?"]
    ),
    (
      ["gate.yml": "version: 1", "Lanes/A.yml": "lane: A\nowns: [*.py]"],
      [
        "Lanes/A.yml:2:9: this is not YAML: did not find expected alphabetic or numeric character "
          + "(while scanning an alias); quote a pattern that begins with `*`: \"**/*.md\""
      ]
    ),
    (
      ["gate.yml": "version: 1", "Lanes/A.yml": "lane: A", "Lanes/B.yml": "lane: A"],
      ["Lanes/B.yml:1:1: lane A stands in Lanes/A.yml already"]
    ),
    (
      [
        "gate.yml": "version: 1", "Lanes/A.yml": "lane: A",
        "Waves/1.yml": "wave: 1\nafter: 0\nlanes: {A: [x]}\nmerge: [A, B]",
      ],
      [
        "Waves/1.yml:2:8: wave 1 comes after wave 0, which there is not",
        "Waves/1.yml:4:12: `merge` names lane B, which is not in `lanes`",
      ]
    ),
    (
      ["gate.yml": "version: 1\nserve: {ready: GET healthz, needs: [mysql]}"],
      [
        "gate.yml:2:8: `serve` lacks the key `run`: The command, for /bin/sh; it listens on `$PORT` and stays.",
        "gate.yml:2:16: `ready` is a method and a path: `GET /healthz`, not `GET healthz`",
        "gate.yml:2:37: `needs` is `postgres`, not `mysql`",
      ]
    ),
    (
      [
        "gate.yml": "version: 1", "Lanes/A.yml": "lane: A",
        "Waves/1.yml": """
        wave: 1
        lanes: {A: [x]}
        acceptance:
          - {name: a, http: get /}
          - {name: b, http: GET /, json: $..x, equals: 1}
          - {name: b, run: "true"}
          - {name: c, run: "true", sql: select 1, equals: 1}
          - {name: d, sql: select 1}
        """,
      ],
      [
        "Waves/1.yml:4:5: `http` is a method and a path: `GET /healthz`",
        "Waves/1.yml:5:5: `json` is a place with names and indexes: `$.items[0].name`",
        "Waves/1.yml:6:5: there are two criteria called `b`",
        "Waves/1.yml:7:5: a criterion has only one of `run` or `sql`",
        "Waves/1.yml:8:5: `sql` needs what to expect: `equals`, `at_least` or `contains`",
      ]
    ),
    (
      ["gate.yml": "version: 1\nversion: 1"],
      ["gate.yml:2:1: the key `version` stands here twice; the first is in line 1"]
    ),
  ]
  for (files, said) in cases { #expect(problems(files) == said) }
}
