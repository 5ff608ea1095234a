internal import GateModel
internal import ITerm2

/// What is known of iTerm2's sessions: from what it tells and what is read to evidence.
struct ITerm2Board: Sendable {
  static let variables = [
    "user.gate_lane", "path", "jobName", "commandLine", "terminalWindowName", "terminalIconName",
  ]
  private static let readAgainAfter = Duration.seconds(5)
  private static let listAgainAfter = Duration.seconds(10)

  let rules: RulePack
  var panes: [String: ITerm2Pane] = [:]
  private var listedAt: Instant?
  var found: [SightedAgent] = []
  var evidence: [Evidence] = []
  private(set) var lookTook = Duration.zero
  /// How many times the sessions were seen.
  private(set) var looks = 0

  init(rules: RulePack) { self.rules = rules }

  /// A new connection: it sends nothing that it was not asked for.
  mutating func begin() {
    listedAt = nil
    for id in panes.keys {
      panes[id]?.isSubscribed = false
      panes[id]?.isChanged = true
    }
  }

  /// Takes in what iTerm2 told.
  mutating func take(_ news: [ITerm2Notification], at now: Instant) {
    for notification in news {
      switch notification {
      case .screenChanged(let id): panes[id]?.isChanged = true
      case .opened, .layout: listedAt = nil
      case .terminated(let id):
        listedAt = nil
        terminate(id, at: now)
      case .variable(let id, let name, let json): panes[id]?.set(name, json: json)
      case .commandEnded(let id, let code): end(id, code: code, at: now)
      case .prompt, .commandStarted: break
      }
    }
  }

  /// Asks for what has to be known anew.
  mutating func look(
    through connection: ITerm2Connection, _ roster: [Assignment], _ now: () -> Instant
  ) async throws(ITerm2Error) {
    let start = now()
    if listedAt.map({ $0.duration(to: start) >= ITerm2Board.listAgainAfter }) ?? true {
      try await list(through: connection, at: start)
    }
    for id in panes.keys.sorted() {
      assign(id, roster, at: start)
      guard let pane = panes[id], pane.agent != nil, pane.goneSince == nil else { continue }
      do throws(ITerm2Error) {
        try await read(pane, through: connection, now)
      } catch .noSession {
        // It ended since it was listed; iTerm2 is about to say so.
        terminate(id, at: now())
      }
    }
    lookTook = start.duration(to: now())
    looks += 1
  }

  private mutating func list(
    through connection: ITerm2Connection, at now: Instant
  ) async throws(ITerm2Error) {
    let sessions = try await connection.sessions()
    for session in sessions {
      var pane = panes[session.id] ?? ITerm2Pane(session)
      pane.window = session.window
      do throws(ITerm2Error) {
        let values = try await connection.variables(ITerm2Board.variables, of: session.id)
        for (name, json) in zip(ITerm2Board.variables, values) { pane.set(name, json: json) }
      } catch .noSession { continue }
      // A closed session can be brought back.
      if pane.isTerminated {
        (pane.isTerminated, pane.goneSince, pane.isChanged) = (false, nil, true)
      }
      panes[session.id] = pane
    }
    for (id, pane) in panes where !sessions.contains(where: { $0.id == id }) {
      if pane.agent == nil || pane.hasEnded {
        panes[id] = nil
      } else {
        terminate(id, at: now)
      }
    }
    listedAt = now
  }

  private mutating func terminate(_ id: String, at now: Instant) {
    panes[id]?.isTerminated = true
    panes[id]?.isSubscribed = false
    if panes[id]?.goneSince == nil { panes[id]?.goneSince = now }
  }

  /// Says whose a session is, and whether the lane's program is there.
  private mutating func assign(_ id: String, _ roster: [Assignment], at now: Instant) {
    guard var pane = panes[id] else { return }
    defer { panes[id] = pane }
    let owner = pane.owner(in: roster)
    if owner != pane.assignment {
      evidence += pane.lost(at: now)
      (pane.assignment, pane.agent, pane.hasProgram, pane.hasEnded) = (owner, nil, false, false)
      pane.isChanged = true
    }
    guard let owner else { return }
    if pane.agent == nil, let agent = sighted(owner, in: pane) {
      pane.agent = agent
      found.append(agent)
      forget(agent.id, besides: id)
    }
    guard let agent = pane.agent, owner.kind != .shell, !pane.isTerminated else { return }
    if pane.runs(owner.kind) {
      if !pane.hasProgram || pane.hasEnded {
        evidence.append(ProcessFact.alive.evidence(agent.id, agent.kind, at: now))
      }
      // One that is there from the first look on may be hours old.
      if pane.hasEnded {
        evidence.append(ProcessFact.started.evidence(agent.id, agent.kind, at: now))
      }
      (pane.hasProgram, pane.hasEnded, pane.goneSince) = (true, false, nil)
    } else if pane.hasProgram, pane.isAtShell, pane.goneSince == nil {
      pane.goneSince = now
    }
  }

  /// The lane's own agent is the first in it that is still there; another one goes by its session.
  private func sighted(_ owner: Assignment, in pane: ITerm2Pane) -> SightedAgent? {
    let isTaken = panes.values.contains { other in
      other.session != pane.session && other.goneSince == nil
        && other.agent?.id.description == owner.lane.description
    }
    let name = isTaken ? "iterm2:\(pane.session)" : owner.lane.description
    return AgentID(name).map { id in
      var locator = ["session": pane.session]
      locator["window"] = pane.window
      return SightedAgent(
        id, lane: owner.lane, kind: owner.kind, source: "iterm2", locator: locator)
    }
  }

  /// The agent is elsewhere now: that it is gone from a session means nothing any more.
  private mutating func forget(_ agent: AgentID, besides id: String) {
    for other in panes.keys where other != id && panes[other]?.agent?.id == agent {
      panes[other]?.agent = nil
    }
  }

  private mutating func read(
    _ pane: ITerm2Pane, through connection: ITerm2Connection, _ now: () -> Instant
  ) async throws(ITerm2Error) {
    var pane = pane
    if !pane.isSubscribed {
      try await connection.ensure(.screen(session: pane.session))
      try await connection.ensure(.prompt(session: pane.session))
      pane.isSubscribed = true
    }
    let isOld =
      pane.readAt.map { $0.duration(to: now()) >= ITerm2Board.readAgainAfter } ?? true
    if pane.isChanged || isOld {
      let lines = try await connection.screen(of: pane.session)
      let screen = Screen(lines.joined(separator: "\n"))
      // What is new is told at once.
      if pane.screen != screen { pane.reportedAt = nil }
      (pane.screen, pane.readAt, pane.isChanged) = (screen, now(), false)
    }
    panes[pane.session] = pane
  }
}
