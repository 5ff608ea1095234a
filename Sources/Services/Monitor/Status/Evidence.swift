/// One thing that a source saw or was told about an agent.
package struct Evidence: Sendable, Hashable {
  /// Whom it is about.
  package var agent: AgentID
  /// Where it comes from.
  package var tier: Tier
  /// What made it of what was seen.
  package var rule: RuleID
  /// The status that follows from it; nil where nothing does, `unknown` where the source is lost.
  package var claim: Status?
  /// More about the claim.
  package var substate: Substate?
  /// What the agent waits for, or what is wrong, or what it does: one short line.
  package var detail: String?
  /// How many agents or commands it has running besides; nil where the source does not know.
  package var backgroundTasks: Int?
  /// When it was seen.
  package var at: Instant
  /// For how long it counts; nil where only something newer ends it.
  package var lifetime: Duration?
  /// The turn of the conversation it belongs to, as the agent names it.
  package var turn: String?
  /// Whether it begins a turn: somebody gave the agent a task.
  package var opensTurn = false
  /// The agent within the agent that it is about; nil for the agent itself.
  package var subagent: String?
  /// How soon a look at the title or the screen has to agree, or the claim is taken for one that the
  /// program settles by itself; nil where the claim counts alone.
  package var confirmWithin: Duration?
  /// Of what was seen, to tell a new sight from the same one again.
  package var digest: UInt64

  /// Makes evidence; its lifetime is the usual one of its tier, kind and claim.
  package init(
    _ agent: AgentID, _ tier: Tier, _ rule: RuleID, claims claim: Status?, kind: AgentKind,
    at: Instant, substate: Substate? = nil, detail: String? = nil, backgroundTasks: Int? = nil,
    turn: String? = nil, subagent: String? = nil, confirmWithin: Duration? = nil,
    digest: UInt64 = 0
  ) {
    self.agent = agent
    self.tier = tier
    self.rule = rule
    self.claim = claim
    self.substate = substate
    self.detail = detail
    self.backgroundTasks = backgroundTasks
    self.at = at
    self.turn = turn
    self.subagent = subagent
    self.confirmWithin = confirmWithin
    self.digest = digest
    lifetime = Evidence.lifetime(tier, claim, kind)
  }

  /// How long evidence usually counts.
  ///
  /// What is looked at every second is stale after five. A hook that says "running" may have lost its end:
  /// Codex does not report an interrupt. What a human has to answer stays until something answers it.
  package static func lifetime(_ tier: Tier, _ claim: Status?, _ kind: AgentKind) -> Duration? {
    if claim == .starting { return .seconds(120) }
    switch tier {
    case .kernel: return nil
    case .registry, .title, .screen: return .seconds(5)
    case .hook where claim == .running: return .seconds(kind == .codex ? 20 : 120)
    case .hook: return nil
    case .transcript: return .seconds(60)
    case .activity: return .seconds(10)
    }
  }

  /// That a source can no longer be asked: no sign of death.
  package static func lost(_ tier: Tier, of agent: AgentID, at: Instant) -> Evidence {
    Evidence(agent, tier, RuleID(known: "source/lost"), claims: .unknown, kind: .other, at: at)
  }

  /// Whether it still counts at a moment.
  package func isFresh(at now: Instant) -> Bool {
    guard let lifetime else { return true }
    return at.duration(to: now) < lifetime
  }
}
