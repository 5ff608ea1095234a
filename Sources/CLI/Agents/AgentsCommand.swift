import ArgumentParser

/// `gate agents`: what the agents are doing.
struct AgentsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "agents",
    abstract: "Show what every agent is doing, and who needs a human.",
    discussion: """
      EXAMPLES
        gate agents                          all of them, the most urgent first
        gate agents --needs-me               only who waits for a human
        gate agents --watch                  again and again
        gate agents why B                    why it is believed what is believed of an agent
        gate agents replay session.jsonl     judge a recording, perhaps by other rules
        gate agents rules test screen.txt    which rules hold for what a terminal shows

      EXIT CODES
        0  shown    1  --needs-me, and somebody waits    2  no server answers    64  wrong usage
      """,
    subcommands: [AgentsList.self, AgentsWhy.self, AgentsReplay.self, AgentsRules.self],
    defaultSubcommand: AgentsList.self)
}
