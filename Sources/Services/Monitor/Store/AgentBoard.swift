package import GateModel
package import Postgres

/// What all agents are doing, as it is in the database at one moment.
package struct AgentBoard: Sendable {
  /// The last event that it contains: a stream resumed by it continues the board without a gap.
  package var lastEvent: Int
  /// Who needs a human first, then by urgency, and of those alike the one that waits longest.
  package var agents: [Entry]

  /// An agent on it.
  package struct Entry: Sendable, Hashable {
    /// Who, and where it was found.
    package var agent: SightedAgent
    /// What it does; `unknown` since it was first seen where nothing was believed yet.
    package var standing: Standing
    /// As last reported.
    package var backgroundTasks: Int
    /// Runs, and has shown nothing new for long.
    package var isStalled: Bool
    /// Who has seen that it needs somebody, and when.
    package var acknowledged: Acknowledgement?
    /// What decided.
    package var tier: Tier?
    /// The rule that decided, as it was written: it may be one of another version.
    package var rule: String?
    /// Of the rules that were tried.
    package var rulesVersion: String?
    /// The last change; nil where there was none.
    package var history: Int?
    /// When a monitor saw it for the first time.
    package var firstSeen: Instant
  }

  /// That somebody knows.
  package struct Acknowledgement: Sendable, Hashable {
    /// As they named themselves: nobody is checked.
    package var by: String
    /// When.
    package var at: Instant
  }

  /// Reads it. Agents that are gone are left out, unless they are a lane's own.
  package static func read(from pool: Pool, now: Instant) async throws -> AgentBoard {
    let rows = try await pool.withReader { connection in
      try await connection.query(
        """
        select e.last_event, a.id, a.lane, a.kind, a.source, a.locator::text as locator, s.history,
          coalesce(s.status, 'unknown') as status, s.substate, s.detail,
          coalesce(s.background_tasks, 0) as background_tasks, coalesce(s.stalled, false) as stalled,
          (extract(epoch from coalesce(s.since, a.first_seen)) * 1000000)::bigint as since,
          (extract(epoch from a.first_seen) * 1000000)::bigint as first_seen,
          s.acknowledged_by, (extract(epoch from s.acknowledged_at) * 1000000)::bigint as acknowledged_at,
          h.tier, h.rule, h.rules_version
        from (select coalesce(max(id), 0) as last_event from event) e
        left join agent a on true
        left join agent_status s on s.agent = a.id
        left join agent_status_history h on h.id = s.history
        """)
    }
    let agents = rows.compactMap { Entry($0) }.filter { !$0.isGone(at: now) || $0.isLanesOwn }
    return AgentBoard(
      lastEvent: rows.first?.int("last_event") ?? 0,
      agents: agents.sorted { a, b in
        (a.standing.status.rank, a.standing.since, a.agent.id)
          < (b.standing.status.rank, b.standing.since, b.agent.id)
      })
  }

  /// Without those that are gone and were the own agents of lanes that the plan no longer has.
  package func fitting(_ plan: Project, now: Instant) -> AgentBoard {
    let lanes = Set(plan.lanes.map(\.id))
    var board = self
    board.agents.removeAll { entry in
      entry.isGone(at: now) && !(entry.agent.lane.map(lanes.contains) ?? false)
    }
    return board
  }

  /// How many agents there are of each status, in the statuses' own order.
  package var counts: [(status: Status, count: Int)] {
    Status.allCases.map { status in (status, agents.count { $0.standing.status == status }) }
  }
}

extension AgentBoard.Entry {
  /// Whether nothing is to be expected of it any more: it is dead, done or unknown for an hour.
  func isGone(at now: Instant) -> Bool {
    switch standing.status {
    case .dead, .done, .unknown: standing.since <= now.advanced(by: .seconds(-3600))
    case .starting, .running, .waitingApproval, .waitingInput, .idle, .error: false
    }
  }

  /// Whether it is the one that a lane's card is about.
  fileprivate var isLanesOwn: Bool { agent.id.description == agent.lane?.description }

  fileprivate init?(_ row: Row) {
    guard row["id"] != nil, let agent = SightedAgent(row), let status = row["status"],
      let since = row.int("since"), let firstSeen = row.int("first_seen")
    else { return nil }
    self.init(
      agent: agent,
      standing: Standing(
        status: Status(word: status), substate: row["substate"].flatMap { Substate(rawValue: $0) },
        detail: row["detail"], since: Instant(microseconds: Int64(since))),
      backgroundTasks: row.int("background_tasks") ?? 0, isStalled: row.bool("stalled") ?? false,
      acknowledged: row["acknowledged_by"].flatMap { by in
        row.int("acknowledged_at").map {
          AgentBoard.Acknowledgement(by: by, at: Instant(microseconds: Int64($0)))
        }
      },
      tier: row["tier"].flatMap { Tier(name: $0) }, rule: row["rule"],
      rulesVersion: row["rules_version"], history: row.int("history"),
      firstSeen: Instant(microseconds: Int64(firstSeen)))
  }
}
