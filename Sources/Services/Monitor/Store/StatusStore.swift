internal import FoundationEssentials
package import GateModel
package import Postgres

/// Writes what agents do. There is one for each database at a time, held by a lock of the session that writes:
/// where the session is lost, so are the lock and the right to write.
package struct StatusStore: Sendable {
  let connection: Connection

  /// Connects and takes the lock; nil where another monitor has it.
  ///
  /// - Parameter former: the server's process of a session that this monitor has lost. Where its end was not noticed
  ///   there, it still has the lock, and is ended.
  package static func claim(
    _ settings: ConnectionSettings, from former: Int? = nil
  ) async throws -> StatusStore? {
    let connection = try await Connection.open(settings)
    for _ in 0..<50 {
      let isFree = try await connection.query("select pg_try_advisory_lock(7170, 2)").scalar == "t"
      if isFree { return StatusStore(connection: connection) }
      guard let former, try await holder(connection) == former else { return nil }
      try await connection.query("select pg_terminate_backend(\(former)::integer)")
      try await Task.sleep(for: .milliseconds(20))
    }
    return nil
  }

  /// The server's process of the session that has the lock; nil where none has it.
  static func holder(_ connection: Connection) async throws -> Int? {
    try await connection.query(
      """
      select pid from pg_locks where locktype = 'advisory' and classid = 7170 and objid = 2 and granted
        and database = (select oid from pg_database where datname = current_database())
      """
    ).scalar.flatMap { Int($0) }
  }

  /// The server's process of this session.
  var session: Int { get async { await connection.processID } }

  /// Whether the session can still be used.
  package var isUsable: Bool { get async { await connection.isUsable } }

  /// Throws where the session is lost.
  func ping() async throws { try await connection.query("select 1") }

  func write(_ entry: Journal.Entry) async throws {
    switch entry {
    case .agent(let agent, let at): try await write(agent, at: at)
    case .change(let change): try await write(change)
    case .flags(let flags, let agent, let lane, let at):
      try await write(flags, of: agent, in: lane, at: at)
    case .prune(let limit): try await prune(before: limit)
    }
  }

  /// All agents and what was last believed of each, by their names.
  package func load() async throws -> [StoredAgent] {
    let rows = try await connection.query(
      """
      select agent.id, agent.lane, agent.kind, agent.source, agent.locator::text as locator, h.number, s.status,
             s.substate, s.detail, s.background_tasks, s.stalled, h.evidence::text as evidence,
             (extract(epoch from s.since) * 1000000)::bigint as since
      from agent left join agent_status s on s.agent = agent.id
      left join agent_status_history h on h.id = s.history
      order by agent.id
      """)
    return rows.compactMap { row in
      // What another version named in a way that this one does not know cannot be watched by this one.
      guard let agent = SightedAgent(row) else { return nil }
      return StoredAgent(agent: agent, last: StoredAgent.Last(row, of: agent.id))
    }
  }

  /// Makes an agent known, or tells where it is now.
  package func write(_ agent: SightedAgent, at: Instant) async throws {
    let locator = JSON.object(
      agent.locator.sorted { $0.key < $1.key }.map { JSON.Member($0.key, .string($0.value)) })
    let lane = agent.lane?.description
    try await connection.run([
      "insert into lane (id) select \(lane)::text where \(lane)::text is not null on conflict do nothing",
      """
      insert into agent (id, lane, kind, source, locator, first_seen)
      values (\(agent.id.description), \(lane), \(agent.kind.rawValue), \(agent.source),
              \(locator.text(isPretty: false))::jsonb, \(at))
      on conflict (id) do update set lane = excluded.lane, kind = excluded.kind, source = excluded.source,
        locator = excluded.locator
      where (agent.lane, agent.kind, agent.source, agent.locator)
        is distinct from (excluded.lane, excluded.kind, excluded.source, excluded.locator)
      """,
    ])
  }

  /// Writes a change with its event and its history, in one transaction. Again where it was written already, which
  /// a session that was lost before the server's answer does not know, it does nothing.
  ///
  /// - Throws: `MonitorError.takenOver` where another monitor has written another change of this number.
  package func write(_ change: StatusChange) async throws {
    do throws(PostgresError) {
      try await connection.query(insertion(of: change))
    } catch {
      guard error.sqlState == .uniqueViolation else { throw error }
      guard try await isWritten(change) else { throw MonitorError.takenOver }
    }
  }

  private func isWritten(_ change: StatusChange) async throws -> Bool {
    let written = try await connection.query(
      """
      select 1 from agent_status_history where agent = \(change.agent.description) and number = \(change.number)
        and status = \(change.transition.to.rawValue) and believed_at = \(change.transition.at)
      """)
    return !written.isEmpty
  }

  private func insertion(of change: StatusChange) -> SQL {
    let transition = change.transition
    let evidence = transition.evidence
    return """
      with added as (
        insert into event (kind, lane, payload, happened_at)
        values ('agent_status', \(change.lane?.description), \(change.event.text(isPretty: false))::jsonb,
                \(transition.at))
        returning id),
      kept as (
        insert into agent_status_history (id, agent, number, from_status, status, substate, detail, background_tasks,
          since, believed_at, tier, rule, rules_version, evidence)
        select id, \(change.agent.description), \(change.number)::bigint, \(transition.from.rawValue), \(transition.to.rawValue),
          \(transition.substate?.rawValue), \(transition.detail), \(change.backgroundTasks)::integer, \(transition.since),
          \(transition.at), \(evidence?.tier.name), \(evidence?.rule.description), \(change.rulesVersion),
          \(evidence?.json.text(isPretty: false))::jsonb
        from added
        returning id, agent, status, since, substate, detail, background_tasks)
      insert into agent_status (history, agent, status, since, substate, detail, background_tasks)
      select id, agent, status, since, substate, detail, background_tasks from kept
      on conflict (agent) do update set history = excluded.history, status = excluded.status, since = excluded.since,
        substate = excluded.substate, detail = excluded.detail, background_tasks = excluded.background_tasks,
        stalled = false, acknowledged_by = null, acknowledged_at = null
      """
  }

  /// Writes what is no change of a status.
  package func write(
    _ flags: AgentFlags, of agent: AgentID, in lane: LaneID?, at: Instant
  ) async throws {
    let payload = JSON.object([
      "id": .string(agent.description), "lane": lane.map { .string($0.description) },
      "stalled": .bool(flags.isStalled), "background_tasks": .integer(flags.backgroundTasks),
    ])
    try await connection.query(
      """
      with flagged as (
        update agent_status set stalled = \(flags.isStalled), background_tasks = \(flags.backgroundTasks)::integer
        where agent = \(agent.description)
          and (stalled, background_tasks) <> (\(flags.isStalled), \(flags.backgroundTasks)::integer)
        returning agent)
      insert into event (kind, lane, payload, happened_at)
      select 'agent_updated', \(lane?.description), \(payload.text(isPretty: false))::jsonb, \(at) from flagged
      """)
  }

  /// Takes out events that nobody resumes by any more, and history that nobody looks back to.
  func prune(before limit: Instant) async throws {
    try await connection.run([
      "delete from event where happened_at < \(limit)",
      """
      delete from agent_status_history h where believed_at < \(limit)
        and not exists (select 1 from agent_status s where s.history = h.id)
      """,
    ])
  }
}

extension StoredAgent.Last {
  fileprivate init?(_ row: Row, of agent: AgentID) {
    guard let number = row.int("number"), let status = row["status"], let since = row.int("since")
    else { return nil }
    self.init(
      number: number,
      standing: Standing(
        status: Status(word: status), substate: row["substate"].flatMap { Substate(rawValue: $0) },
        detail: row["detail"], since: Instant(microseconds: Int64(since))),
      evidence: row["evidence"].flatMap { JSON(text: $0) }.flatMap { Evidence($0, of: agent) },
      backgroundTasks: row.int("background_tasks") ?? 0, isStalled: row.bool("stalled") ?? false)
  }
}
