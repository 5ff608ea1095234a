internal import GateModel
internal import Processes

/// Who the sessions are: from records to agents and evidence.
struct RegistryList: Sendable {
  private struct Followed: Sendable {
    var agent: SightedAgent
    var start: UInt64?
    /// Whether it was said that its record is gone.
    var isSilent = false
  }

  /// The processes that were seen alive, each with the session's agent.
  private var followed: [Int32: Followed] = [:]

  mutating func look(
    at records: [SessionRecord], _ roster: [Assignment], _ look: (Int32) -> ProcessSight?,
    now: Instant
  ) -> SourceReport {
    var report = SourceReport()
    for process in followed.keys.sorted() {
      guard let one = followed[process] else { continue }
      let isAlive = look(process).map { $0.start == one.start } ?? false
      if isAlive { continue }
      report.evidence.append(
        ProcessFact.exited(nil).evidence(one.agent.id, one.agent.kind, at: now))
      followed[process] = nil
    }
    var listed: Set<Int32> = []
    for record in records.sorted(by: { ($0.startedAt, $0.process) < ($1.startedAt, $1.process) }) {
      guard let owner = roster.owner(of: record.folder, kind: .claude),
        let sight = look(record.process),
        record.start == nil || sight.start == nil || record.start == sight.start
      else { continue }
      if followed[record.process] == nil {
        guard let agent = sighted(record, sight, owner) else { continue }
        followed[record.process] = Followed(agent: agent, start: sight.start)
        report.agents.append(agent)
        report.evidence.append(ProcessFact.alive.evidence(agent.id, agent.kind, at: now))
      }
      guard let agent = followed[record.process]?.agent else { continue }
      followed[record.process]?.isSilent = false
      listed.insert(record.process)
      report.evidence.append(record.evidence(agent.id, at: now))
    }
    for (process, one) in followed.sorted(by: { $0.key < $1.key })
    where !one.isSilent && !listed.contains(process) {
      // It lives, without a record or in a lane that is not watched any more.
      followed[process]?.isSilent = true
      report.evidence.append(Evidence.lost(.registry, of: one.agent.id, at: now))
    }
    return report
  }

  /// The lane's own agent is the first in it that is still there; another one goes by its process.
  private func sighted(
    _ record: SessionRecord, _ sight: ProcessSight, _ owner: Assignment
  ) -> SightedAgent? {
    let isTaken = followed.values.contains {
      $0.agent.id.description == owner.lane.description
    }
    let name = isTaken ? "claude:\(record.process)" : owner.lane.description
    var locator = ["pid": "\(record.process)", "session": record.session]
    locator["start"] = sight.start.map { "\($0)" }
    return AgentID(name).map {
      SightedAgent($0, lane: owner.lane, kind: .claude, source: "registry", locator: locator)
    }
  }
}
