internal import GateModel

/// A lane is judged when its agent has come to rest.
struct AgentAtRest: Rule {
  let id = "agent-at-rest"
  let summary = "The lane's agent is not at work."
  let defaultLevel = RuleLevel.warning
  let explanation = """
    What an agent still works on is not all there yet: it may be judged, merged, and then be missing its \
    last commit. Where `gate serve` runs for the repository, it says what the agents do. An agent that is \
    `running` or `starting`, or waits for an approval or an answer, is a finding on its lane.

    `agent-at-rest: error` refuses such a change, in gate.yml for all or in a lane's file for that lane. An \
    agent that judges its own lane is at work itself: it asks with `--worktree`, where this rule has nothing \
    to say. Without a server the rule is skipped, as in CI. A server that does not answer within 300 ms is a \
    remark of the report, never a broken judgement.
    """

  func reasonToSkip(_ subject: RuleCase) -> String? {
    if subject.agents == nil { return "no server says what the agents do" }
    if subject.lane.lane == nil { return "it is not settled whose agent it is" }
    return subject.change.head.commit == nil ? "nobody merges what is not committed" : nil
  }

  func findings(in subject: RuleCase) -> [Finding] {
    (subject.agents ?? []).filter { $0.lane == subject.lane.lane }.compactMap { agent in
      switch agent.status {
      case "running", "starting": finding(agent, "is \(agent.status)", hint: "wait until it rests")
      case "waiting_approval": finding(agent, "waits for an approval", hint: "decide it first")
      case "waiting_input": finding(agent, "waits for an answer", hint: "answer it first")
      default: nil
      }
    }
  }

  private func finding(_ agent: AgentState, _ words: String, hint: String) -> Finding {
    let lane = agent.lane
    let asked = agent.detail?.lines.first.map { ": \($0.prefix(60))" } ?? ""
    return Finding(
      rule: id, message: "the agent of lane \(lane) \(words): what is judged may not be all",
      hint: "\(hint): `gate agents list --lane \(lane)`; it is so since \(agent.since)\(asked)")
  }

  var examples: [RuleExample] {
    func example(_ title: String, isGood: Bool, _ status: String, of lane: String) -> RuleExample {
      let state = LaneID(lane).map {
        AgentState(lane: $0, status: status, since: "2027-01-15T08:00:00Z")
      }
      return RuleExample(
        title, isGood: isGood, project: RuleExample.twoLanes, lane: "B",
        edits: ["web/new.js": "let a\n"], agents: state.map { [$0] })
    }
    return [
      example("The agent of lane B is done.", isGood: true, "done", of: "B"),
      example("Another lane's agent is running.", isGood: true, "running", of: "A"),
      example("The agent of lane B is running.", isGood: false, "running", of: "B"),
      example("It waits for an approval.", isGood: false, "waiting_approval", of: "B"),
    ]
  }
}
