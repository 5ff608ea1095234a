package import GateModel

/// A transition, as it is written down: the agent's `number`th.
package struct StatusChange: Sendable, Hashable {
  /// Whose.
  package var agent: AgentID
  /// The lane it works in.
  package var lane: LaneID?
  /// From 1, without a gap: what makes it be written once.
  package var number: Int
  /// What changed.
  package var transition: Transition
  /// As last reported.
  package var backgroundTasks: Int
  /// Of the rules that were tried.
  package var rulesVersion: String

  /// What a listener is told.
  var event: JSON {
    .object([
      "id": .string(agent.description), "lane": lane.map { .string($0.description) },
      "number": .integer(number),
      "from": .string(transition.from.rawValue), "status": .string(transition.to.rawValue),
      "since": .string(transition.since.timestamp), "at": .string(transition.at.timestamp),
      "substate": transition.substate.map { .string($0.rawValue) },
      "waiting_for": transition.to.needsHuman ? transition.detail.map { .string($0) } : nil,
      "detail": transition.detail.map { .string($0) },
      "background_tasks": .integer(backgroundTasks),
      "tier": transition.evidence.map { .string($0.tier.name) },
      "rule": transition.evidence.map { .string($0.rule.description) },
    ])
  }
}

/// What is known of an agent beside its status.
package struct AgentFlags: Sendable, Hashable {
  /// Runs, and has shown nothing new for long.
  package var isStalled = false
  /// As last reported.
  package var backgroundTasks = 0
}

/// An agent as the database knows it.
package struct StoredAgent: Sendable, Hashable {
  /// Who, and where it was found.
  package var agent: SightedAgent
  /// The last change; nil where there was none yet.
  package var last: Last?

  /// What was last believed of it, and why.
  package struct Last: Sendable, Hashable {
    /// The number of its last change.
    package var number: Int
    /// What was believed.
    package var standing: Standing
    /// What had decided; nil where the lack of evidence had, or an older version wrote it.
    package var evidence: Evidence?
    /// How many agents or commands ran besides.
    package var backgroundTasks: Int
    /// Whether it was flagged as stalled.
    package var isStalled: Bool
  }
}
