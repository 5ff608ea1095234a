package import GateModel
package import Postgres

/// The changes of one agent, the newest first.
package struct AgentHistory: Sendable {
  /// At most as many as were asked for.
  package var changes: [Change]
  /// What to ask for next, `before` this one; nil at the end.
  package var next: Int?

  /// One change, as it was written.
  package struct Change: Sendable, Hashable {
    /// That of its event.
    package var id: Int
    /// From 1 for each agent.
    package var number: Int
    /// What was believed before.
    package var from: Status
    /// What was believed from then on, since when.
    package var standing: Standing
    /// When it was believed.
    package var at: Instant
    /// What decided; null where the lack of evidence did.
    package var evidence: JSON
    /// Of the rules that were tried.
    package var rulesVersion: String
  }

  /// Reads some.
  ///
  /// - Parameters:
  ///   - before: only those with a smaller id.
  ///   - since: only those believed at that time or later.
  ///   - limit: at least one.
  package static func read(
    of agent: AgentID, before: Int? = nil, since: Instant? = nil, limit: Int, from pool: Pool
  ) async throws -> AgentHistory {
    let rows = try await pool.withReader { connection in
      try await connection.query(
        """
        select id, number, from_status, status, substate, detail, rules_version,
          coalesce(evidence, 'null')::text as evidence, (extract(epoch from since) * 1000000)::bigint as since,
          (extract(epoch from believed_at) * 1000000)::bigint as believed_at
        from agent_status_history
        where agent = \(agent.description) and id < \(before ?? .max)::bigint
          and believed_at >= \(since ?? Instant(microseconds: 0))
        order by id desc limit \(limit + 1)::bigint
        """)
    }
    let changes = rows.prefix(limit).compactMap { Change($0) }
    return AgentHistory(changes: changes, next: rows.count > limit ? changes.last?.id : nil)
  }
}

extension AgentHistory {
  /// The changes of all agents since a time, the oldest first; at most 2,000 of the newest.
  package static func read(
    since: Instant, from pool: Pool
  ) async throws -> [AgentID: [Change]] {
    let rows = try await pool.withReader { connection in
      try await connection.query(
        """
        select agent, id, number, from_status, status, substate, detail, rules_version, null as evidence,
          (extract(epoch from since) * 1000000)::bigint as since,
          (extract(epoch from believed_at) * 1000000)::bigint as believed_at
        from agent_status_history where believed_at >= \(since) order by id desc limit 2000
        """)
    }
    return rows.reversed().reduce(into: [:]) { changes, row in
      guard let agent = row["agent"].flatMap({ AgentID($0) }), let change = Change(row) else {
        return
      }
      changes[agent, default: []].append(change)
    }
  }
}

extension AgentHistory.Change {
  fileprivate init?(_ row: Row) {
    guard let id = row.int("id"), let number = row.int("number"), let from = row["from_status"],
      let status = row["status"], let since = row.int("since"), let at = row.int("believed_at")
    else { return nil }
    self.init(
      id: id, number: number, from: Status(word: from),
      standing: Standing(
        status: Status(word: status), substate: row["substate"].flatMap { Substate(rawValue: $0) },
        detail: row["detail"], since: Instant(microseconds: Int64(since))),
      at: Instant(microseconds: Int64(at)),
      evidence: row["evidence"].flatMap { JSON(text: $0) } ?? .null,
      rulesVersion: row["rules_version"] ?? "")
  }
}

/// Writes down that somebody has seen that an agent needs them; a change of its status takes it back.
///
/// - Parameters:
///   - name: who, as they say.
///   - history: the change that they have seen; nil for whatever there is.
/// - Returns: false where there is no such agent, or it has changed since.
package func acknowledge(
  _ agent: AgentID, by name: String, history: Int?, at now: Instant, in pool: Pool
) async throws -> Bool {
  let payload = JSON.object([
    "id": .string(agent.description), "acknowledged_by": .string(name),
    "at": .string(now.timestamp),
  ])
  let rows = try await pool.withConnection { connection in
    try await connection.query(
      """
      with seen as (
        update agent_status set acknowledged_by = \(name), acknowledged_at = \(now)
        where agent = \(agent.description)
          and (\(history)::bigint is null or history = \(history)::bigint)
        returning agent)
      insert into event (kind, lane, payload, happened_at)
      select 'agent_acknowledged', agent.lane, \(payload.text(isPretty: false))::jsonb, \(now)
      from seen join agent on agent.id = seen.agent returning id
      """)
  }
  return !rows.isEmpty
}
