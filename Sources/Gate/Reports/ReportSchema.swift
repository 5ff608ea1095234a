package import GateModel

/// The JSON Schema of the canonical report, for those who read it; a test writes it to docs/schema and
/// holds every sample report against it. Source: https://json-schema.org/draft/2020-12
package var reportJSONSchema: JSON {
  let record = record(report)
  return .object(
    [
      JSON.Member("$schema", "https://json-schema.org/draft/2020-12/schema"),
      JSON.Member("title", .string("a report of gate (\(reportSchema))")),
    ] + (record.members ?? []))
}

/// A member of an object: its name, its value, what it is, and whether it can be left out.
private struct Field {
  var name: String
  var value: JSON
  var help: String
  var isOptional = false
}

private func field(_ name: String, _ value: JSON, _ help: String) -> Field {
  Field(name: name, value: value, help: help)
}

private func optional(_ name: String, _ value: JSON, _ help: String) -> Field {
  Field(name: name, value: value, help: help, isOptional: true)
}

private func record(_ fields: [Field]) -> JSON {
  let properties = fields.map { field in
    JSON.Member(
      field.name,
      .object([JSON.Member("description", .string(field.help))] + (field.value.members ?? [])))
  }
  return .object([
    "type": "object", "properties": .object(properties),
    "required": .array(fields.filter { !$0.isOptional }.map { .string($0.name) }),
    "additionalProperties": false,
  ])
}

private let text: JSON = ["type": "string"]
private let textOrNull: JSON = ["type": ["string", "null"]]
private let count: JSON = ["type": "integer", "minimum": 0]
private let countOrNull: JSON = ["type": ["integer", "null"], "minimum": 0]
private let line: JSON = ["type": "integer"]
private let time: JSON = ["type": "number", "minimum": 0]
private let commit = "^([0-9a-f]{40}|[0-9a-f]{64})$"
private let lane: JSON = [
  "type": ["string", "null"], "pattern": "^[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}$",
]

private func list(of element: JSON) -> JSON { ["type": "array", "items": element] }

private func word(_ words: [String]) -> JSON {
  .object(["enum": .array(words.map { .string($0) })])
}

private let report = [
  field("schema", .object(["const": .string(reportSchema)]), "Names this format and its version."),
  field("verdict", word(Verdict.allCases.map(\.rawValue)), "The gate's answer."),
  field("summary", text, "The verdict in one line."),
  field("project", text, "The project's name."),
  field("base", record(revision), "What the change is judged against."),
  field("head", record(revision), "The change."),
  field("lane", lane, "The lane that the change comes from."),
  field("wave", ["type": ["integer", "null"]], "The wave that the change belongs to."),
  field("profile", text, "The profile of gate.yml."),
  field("checks", list(of: record(check)), "Everything that was judged, in the plan's order."),
  field("files", list(of: record(file)), "The changed files."),
  field("description", list(of: record(section)), "The sections that gate.yml asks for."),
  field("next", list(of: text), "What to do, most important first."),
  field("remarks", list(of: text), "What to know about how it was judged."),
  optional("proof", record(proof), "How the lanes of a wave were merged and tried."),
]

private let proof = [
  field("id", text, "Names it by its base and its lanes' commits; trailers of the merges have it."),
  field("strategy", text, "How the lanes were tried."),
  field("lanes", list(of: record(member)), "In merge order."),
  field("culprits", list(of: record(culprit)), "Why lanes are out, apart from their own rules."),
  field("states", list(of: record(state)), "In the order in which they were tried."),
]

private let culprit = [
  field("kind", word(WaveProof.Culprit.Kind.allCases.map(\.rawValue)), "How they fail."),
  field("lanes", list(of: text), "In merge order; the last of them is out."),
  field("checks", list(of: text), "What fails; nothing where they cannot be merged."),
  field("paths", list(of: text), "The files that cannot be merged."),
]

private let member = [
  field("lane", lane, "Its name."),
  field("branch", textOrNull, "Its branch; null where that is not known."),
  field(
    "commit", .object(["type": ["string", "null"], "pattern": .string(commit)]),
    "The newest commit of the branch."),
  field("standing", word(WaveProof.Standing.allCases.map(\.rawValue)), "What became of it."),
  field("reason", text, "Why."),
]

private let state = [
  field("lanes", list(of: text), "Merged in this order; none for the base itself."),
  field("commit", .object(["type": "string", "pattern": .string(commit)]), "Its merge commit."),
  field(
    "tree", .object(["type": "string", "pattern": .string(commit)]), "The tree of the commit."),
  field("why", text, "What trying it was to tell."),
  field("verdict", word(Verdict.allCases.map(\.rawValue)), "What it told."),
  field("checks", list(of: record(tried)), "What was tried on it."),
]

private let tried = [
  field("id", text, "The check."),
  field("outcome", text, "As in `checks`."),
  field("seconds", time, "How long it took."),
]

private let revision = [
  field("ref", text, "As it was named: a branch, a tag, a commit."),
  field(
    "commit", .object(["type": ["string", "null"], "pattern": .string(commit)]),
    "Its id; null for what is not committed."),
  optional("tree", .object(["type": "string", "pattern": .string(commit)]), "The id of its tree."),
]

private let check = [
  field(
    "id",
    ["type": "string", "pattern": "^(rule|command|migrations|suite|acceptance|lane|freeze)/"],
    "Names the check: `rule/lane-scope`, `suite/unit`."),
  field(
    "outcome", word(["passed", "failed", "broken", "skipped", "cached"]),
    "Broken: it could not judge. Cached: it judged the same inputs before."),
  field("reason", text, "Why it ran, or why not."),
  optional("error", text, "Why it could not judge."),
  field("seconds", time, "How long it took."),
  field("findings", list(of: record(finding)), "What it holds against the change."),
  optional("tests", record(tests), "What a suite's tests said."),
  optional("output", text, "The last lines of its output."),
  optional("evidence", text, "What was asked and what was found, in one line."),
  optional("migrations", list(of: record(effect)), "What migrations did to a database."),
]

private let blocking = word(MigrationEffect.Blocking.allCases.map(\.rawValue))

private let effect = [
  field("path", text, "The file, from the root of the repository."),
  field("schema", list(of: text), "What it changes of the schema, a sentence each."),
  field("diff", text, "The same as lines: `-` was, `+` is."),
  field("statements", list(of: record(statement)), "Its statements, in order."),
]

private let statement = [
  field("line", line, "The line, from 1."),
  field("text", text, "Its beginning, on one line."),
  field("blocks", blocking, "Who waits while it runs."),
  field("locks", list(of: record(lock)), "The strongest lock on each relation that was there."),
  field("rewrites", list(of: text), "Relations that it wrote anew."),
  field("scans", list(of: text), "Tables that it read from end to end."),
]

private let lock = [
  field("relation", text, "With its schema."),
  field("mode", text, "As LOCK TABLE writes it."),
  field("blocks", blocking, "Who waits for it."),
]

private let finding = [
  field("rule", text, "The rule's name, or a linter's own."),
  field("level", word(Finding.Level.allCases.map(\.rawValue)), "An error shuts the gate."),
  optional("path", text, "The file, from the root of the repository."),
  optional("line", line, "The line, from 1."),
  field("message", text, "What is wrong, in one sentence."),
  optional("hint", text, "What to do, in one line."),
]

private let tests = [
  field("passed", count, "How many passed."),
  field("failed", count, "How many failed."),
  field("skipped", count, "How many were skipped."),
  field("failures", list(of: record(failure)), "The tests that failed."),
  optional("unlisted", count, "How many failing tests are not listed."),
]

private let failure = [
  field("id", text, "Names the test among all of the suite."),
  field("message", text, "The few lines that matter."),
  optional("path", text, "The file where it failed."),
  optional("line", line, "The line where it failed."),
  optional("seconds", time, "How long it took."),
]

private let file = [
  field("path", text, "From the root of the repository."),
  optional("oldPath", text, "Where it was before."),
  field("status", word(ChangedFile.Status.allCases.map(\.rawValue)), "What became of it."),
  field("lane", lane, "Its owner; null where nobody owns it."),
  field("added", countOrNull, "Lines; null for what is not text, or too large to count."),
  field("removed", countOrNull, "Lines; null likewise."),
]

private let section = [
  field("section", text, "Its name in gate.yml."),
  field("text", textOrNull, "As it was found; null where it is missing."),
]
