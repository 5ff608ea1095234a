import GateModel
import GateRules
import Testing

private let rule = allRules.first { $0.id == "agent-at-rest" }

/// A change of lane B, or of no lane, of the plan of the rule's own examples.
private func subject(lane: String? = "B", _ agents: [AgentState]?) throws -> RuleCase {
  let project = try #require(rule?.examples.first).project
  var subject = RuleExample(
    "", isGood: true, project: project, lane: lane, edits: ["web/new.js": "let a\n"],
    agents: agents
  ).subject
  subject.change.head.commit = ObjectID(String(repeating: "a", count: 40))
  return subject
}

private func agent(_ lane: String, _ status: String, _ detail: String? = nil) throws -> AgentState {
  AgentState(
    lane: try #require(LaneID(lane)), status: status, detail: detail,
    since: "2027-01-15T08:00:00Z")
}

@Test("an agent at work is a finding on its own lane alone")
func agentsAtWork() throws {
  let rule = try #require(rule)
  let cases: [(lane: String, status: String, says: String?)] = [
    ("B", "running", "is running"), ("B", "starting", "is starting"),
    ("B", "waiting_approval", "waits for an approval"),
    ("B", "waiting_input", "waits for an answer"),
    ("B", "idle", nil), ("B", "done", nil), ("B", "error", nil), ("B", "dead", nil),
    ("B", "unknown", nil), ("B", "anything else", nil), ("A", "running", nil),
  ]
  for (lane, status, says) in cases {
    let subject = try subject([agent(lane, status, "Bash: make\nmore")])
    #expect(rule.reasonToSkip(subject) == nil)
    let found = try rule.findings(in: subject)
    let expected = says.map { "the agent of lane B \($0): what is judged may not be all" }
    #expect(found.map(\.message) == (expected.map { [$0] } ?? []), "\(lane) \(status)")
    for hint in found.map(\.hint) {
      #expect(hint?.hasSuffix("since 2027-01-15T08:00:00Z: Bash: make") == true, "\(hint ?? "")")
    }
  }
  let check = Check(id: .rule(rule.id), reason: "")
  for (level, result) in [(nil, Outcome.Result.passed), (RuleLevel.error, .failed)] {
    var subject = try subject([agent("A", "done"), agent("B", "running"), agent("B", "starting")])
    subject.project.rules.levels[rule.id] = level
    let outcome = judge(rule, subject, as: check)
    #expect(outcome.result == result && outcome.findings.count == 2)
  }
}

@Test("where nobody says it, or nobody would merge it, the rule is skipped")
func agentsUnknown() throws {
  let rule = try #require(rule)
  #expect(rule.reasonToSkip(try subject(nil)) == "no server says what the agents do")
  #expect(rule.reasonToSkip(try subject([])) == nil)
  #expect(rule.reasonToSkip(try subject(lane: nil, [])) == "it is not settled whose agent it is")
  var uncommitted = try subject([agent("B", "running")])
  uncommitted.change.head.commit = nil
  #expect(rule.reasonToSkip(uncommitted) == "nobody merges what is not committed")
}
