internal import GateModel
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
  }

  /// That somebody knows.
  package struct Acknowledgement: Sendable, Hashable {
    /// As they named themselves: nobody is checked.
    package var by: String
    /// When.
    package var at: Instant
  }

  /// Reads it. An agent that is dead or done for a day and is not a lane's own is left out.
  package static func read(from pool: Pool, now: Instant) async throws -> AgentBoard {
    let rows = try await pool.withReader { connection in
      try await connection.query(
        """
        select e.last_event, a.id, a.lane, a.kind, a.source, a.locator::text as locator, s.history,
          coalesce(s.status, 'unknown') as status, s.substate, s.detail,
          coalesce(s.background_tasks, 0) as background_tasks, coalesce(s.stalled, false) as stalled,
          (extract(epoch from coalesce(s.since, a.first_seen)) * 1000000)::bigint as since,
          s.acknowledged_by, (extract(epoch from s.acknowledged_at) * 1000000)::bigint as acknowledged_at,
          h.tier, h.rule, h.rules_version
        from (select coalesce(max(id), 0) as last_event from event) e
        left join agent a on true
        left join agent_status s on s.agent = a.id
        left join agent_status_history h on h.id = s.history
        """)
    }
    let yesterday = now.advanced(by: .seconds(-86_400))
    let agents = rows.compactMap { Entry($0) }.filter { entry in
      let isOver = entry.standing.status == .dead || entry.standing.status == .done
      let isLanesOwn = entry.agent.id.description == entry.agent.lane?.description
      return !isOver || isLanesOwn || entry.standing.since > yesterday
    }
    return AgentBoard(
      lastEvent: rows.first?.int("last_event") ?? 0,
      agents: agents.sorted { a, b in
        (a.standing.status.rank, a.standing.since, a.agent.id)
          < (b.standing.status.rank, b.standing.since, b.agent.id)
      })
  }

  /// How many agents there are of each status, in the statuses' own order.
  package var counts: [(status: Status, count: Int)] {
    Status.allCases.map { status in (status, agents.count { $0.standing.status == status }) }
  }
}

extension AgentBoard.Entry {
  fileprivate init?(_ row: Row) {
    guard row["id"] != nil, let agent = SightedAgent(row), let status = row["status"],
      let since = row.int("since")
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
      rulesVersion: row["rules_version"], history: row.int("history"))
  }
}
