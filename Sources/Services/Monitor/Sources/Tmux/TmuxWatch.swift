internal import GateModel
internal import Processes
internal import Tmux

/// The looks of one source, one after the other, over one client after the other.
struct TmuxWatch {
  let source: TmuxSource
  let report: @Sendable (SourceReport) async -> Attention
  /// Whether the client that was followed last gave a list.
  private(set) var hasSeen = false
  private var book = PaneBook()
  private var pending: Set<AgentID> = []
  private var dropped = 0
  /// Whether the list says which program has the terminal.
  private var asksCommand = false

  init(source: TmuxSource, report: @escaping @Sendable (SourceReport) async -> Attention) {
    (self.source, self.report) = (source, report)
  }

  /// Looks over one client until it fails, which is what it returns; `absent` too where nobody else uses the
  /// server: it could not end as long as we are there.
  mutating func follow(_ client: ControlClient) async -> TmuxError {
    hasSeen = false
    for id in book.ids { book.update(id) { $0.isUnannounced = true } }
    do throws(TmuxError) {
      while !Task.isCancelled {
        let start = ContinuousClock.now
        try await lookAtAll(client)
        hasSeen = true
        try await attend(client, until: start + source.pace.base)
        // What tells of changes can come in hundreds.
        await source.pause(until: start + source.pace.burst)
      }
      return .cancelled
    } catch {
      return error
    }
  }

  /// Looks at those whose state is about to change, until all are looked at again.
  private mutating func attend(
    _ client: ControlClient, until next: ContinuousClock.Instant
  ) async throws(TmuxError) {
    while !Task.isCancelled {
      let soon = ContinuousClock.now + source.pace.burst
      let moment = pending.isEmpty ? next : min(next, soon)
      guard await client.wait(until: moment) == .passed, moment < next else { return }
      try await lookAtPending(client)
    }
  }

  /// Says that nobody is there any more: no server, no panes. Where a program lives on it is only out of sight.
  mutating func tellGone() async {
    let now = source.clock()
    var evidence: [Evidence] = []
    for id in book.ids {
      guard let agent = book.agents[id] else { continue }
      if agent.missing == nil, !agent.row.isDead, ProcessIdentity(of: agent.row.process) != nil {
        evidence += book.update(id) { $0.lost(at: now) } ?? []
        continue
      }
      evidence +=
        book.update(id) { agent in
          agent.missing = agent.missing ?? now
          return agent.evidence(source.rules, shown: nil, isPending: false, at: now)
        } ?? []
    }
    await tell(evidence, SourceHealth(dropped: dropped))
  }

  /// Says that the source cannot see: no sign of death.
  mutating func tellLost(_ error: TmuxError) async {
    let now = source.clock()
    let evidence = book.ids.flatMap { id in book.update(id) { $0.lost(at: now) } ?? [] }
    await tell(
      evidence,
      SourceHealth(isUp: false, problem: "\(error); it is tried again", dropped: dropped))
  }

  private mutating func tell(_ evidence: [Evidence], _ health: SourceHealth) async {
    var agents: [SightedAgent] = []
    let server = source.address.socket(source.environment)
    for id in book.ids where book.agents[id]?.isUnannounced == true {
      if let agent = book.agents[id] { agents.append(agent.sighted(source.name, server)) }
      book.update(id) { $0.isUnannounced = false }
    }
    pending = await report(
      SourceReport(agents: agents, evidence: evidence, health: health)
    ).pending.filter { book.agents[$0]?.missing == nil && book.agents[$0] != nil }
  }

  private mutating func lookAtAll(_ client: ControlClient) async throws(TmuxError) {
    let start = ContinuousClock.now
    let roster = source.roster()
    asksCommand = roster.contains { $0.kind == .shell || $0.kind == .other }
    let format = PaneRow.format(withCommand: asksCommand)
    let reply = try await client.run([.listPanes(format: format)])[0]
    guard !reply.isError else { throw .garbled(reply.text) }
    let (rows, unread) = PaneRow.all(in: reply.body)
    dropped += unread + (reply.isCut ? 1 : 0)
    let others = rows.filter { !$0.isHidden }
    guard !others.isEmpty else { throw .absent }
    book.take(others, roster, at: source.clock())
    try await tellShown(book.ids, client, start)
  }

  private mutating func lookAtPending(_ client: ControlClient) async throws(TmuxError) {
    let start = ContinuousClock.now
    let ids = pending.sorted().filter { book.agents[$0] != nil }
    let format = PaneRow.format(withCommand: asksCommand)
    let panes = ids.compactMap { book.agents[$0]?.row.pane }
    let replies = try await client.run(panes.map { .display($0, format: format) })
    for (id, reply) in zip(ids, replies) {
      // Of a pane that is gone it says nothing, or something of another one: the list will tell.
      guard let row = PaneRow.all(in: reply.body).rows.first, row.pane == book.agents[id]?.row.pane
      else { continue }
      book.take(row, of: id)
    }
    try await tellShown(ids, client, start)
  }

  /// Reads the screens that may have changed, and says what is to be said of some agents.
  private mutating func tellShown(
    _ ids: [AgentID], _ client: ControlClient, _ start: ContinuousClock.Instant
  ) async throws(TmuxError) {
    let stale = ids.compactMap { id in
      book.agents[id].flatMap { $0.needsScreen ? (id: id, pane: $0.row.pane) : nil }
    }
    let replies = try await client.run(stale.map { .capture($0.pane) })
    var shown: [AgentID: (screen: Screen, time: Int64)] = [:]
    for (agent, reply) in zip(stale, replies) where !reply.isError {
      if reply.isCut { dropped += 1 }
      shown[agent.id] = (Screen(reply.text), reply.time)
    }
    let now = source.clock()
    let waited = pending
    let evidence = ids.flatMap { id in
      book.update(id) {
        $0.evidence(source.rules, shown: shown[id], isPending: waited.contains(id), at: now)
      } ?? []
    }
    await tell(evidence, SourceHealth(look: start.duration(to: .now), dropped: dropped))
  }
}
