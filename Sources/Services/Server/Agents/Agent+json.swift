internal import GateModel
internal import Monitor

extension AgentBoard {
  /// As `GET /api/agent-status` answers it: `gate-agents/1`.
  func json(now: Instant, isLive: Bool, wave: (LaneID) -> Int?) -> JSON {
    .object([
      "schema": "gate-agents/1", "generated_at": .string(now.timestamp),
      "last_event_id": .integer(lastEvent), "monitored": .bool(isLive),
      "counts": .object(
        [JSON.Member("needs_you", .integer(agents.count { $0.standing.status.needsHuman }))]
          + counts.map { JSON.Member($0.status.rawValue, .integer($0.count)) }),
      "agents": .array(agents.map { $0.json(now: now, wave: wave) }),
    ])
  }
}

extension AgentBoard.Entry {
  func json(now: Instant, wave: (LaneID) -> Int?) -> JSON {
    .object([
      "id": .string(agent.id.description), "lane": agent.lane.map { .string($0.description) },
      "wave": agent.lane.flatMap(wave).map { .integer($0) },
      "kind": .string(agent.kind.rawValue), "source": .string(agent.source),
      "locator": .object(
        agent.locator.sorted { $0.key < $1.key }.map { JSON.Member($0.key, .string($0.value)) }),
      "status": .string(standing.status.rawValue), "rank": .integer(standing.status.rank),
      "since": .string(standing.since.timestamp),
      "age_ms": .integer(standing.since.age(at: now)),
      "substate": standing.substate.map { .string($0.rawValue) },
      "waiting_for": standing.status.needsHuman ? standing.detail.map { .string($0) } : nil,
      "detail": standing.detail.map { .string($0) },
      "background_tasks": .integer(backgroundTasks), "stalled": .bool(isStalled),
      "acknowledged": acknowledged.map {
        .object(["by": .string($0.by), "at": .string($0.at.timestamp)])
      },
      "history_id": history.map { .integer($0) },
      "why": tier.map { tier in
        .object([
          "tier": .string(tier.name), "rule": rule.map { .string($0) },
          "version": rulesVersion.map { .string($0) },
        ])
      },
    ])
  }
}

extension AgentHistory.Change {
  var json: JSON {
    .object([
      "id": .integer(id), "number": .integer(number), "from": .string(from.rawValue),
      "status": .string(standing.status.rawValue), "since": .string(standing.since.timestamp),
      "at": .string(at.timestamp), "substate": standing.substate.map { .string($0.rawValue) },
      "detail": standing.detail.map { .string($0) }, "rules_version": .string(rulesVersion),
      "evidence": evidence,
    ])
  }
}

extension Why {
  /// What decided, all that was weighed, what came too late, and what is seen and not yet believed.
  func json(now: Instant) -> JSON {
    .object([
      "status": .string(standing.status.rawValue), "since": .string(standing.since.timestamp),
      "decided": decided.map(\.json) ?? .null,
      "considered": .array(considered.map(\.json)), "refused": .array(refused.map(\.json)),
      "candidate": candidate.map { $0.json(now: now) } ?? .null,
      "contest": contest.map { $0.json(now: now) } ?? .null,
    ])
  }
}

extension Why.Considered {
  fileprivate var json: JSON {
    .object(["reason": .string(reason.rawValue), "evidence": evidence.json])
  }
}

extension Candidate {
  fileprivate func json(now: Instant) -> JSON {
    .object([
      "status": .string(status.rawValue), "samples": .integer(samples),
      "for_ms": .integer(since.age(at: now)), "detail": detail.map { .string($0) },
    ])
  }
}

extension Instant {
  /// Whole milliseconds until now; 0 for what is yet to come.
  func age(at now: Instant) -> Int { Int(max(0, (now.microseconds - microseconds) / 1000)) }
}
