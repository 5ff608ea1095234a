internal import GateModel
internal import Tmux

/// Who is in which pane, from one look to the next: pure.
///
/// A pane's own mark says whose it is; where a lane has no marked pane, the names of session and window do. The
/// first pane of a lane is the lane's agent and stays it; others are called after lane and pane.
struct PaneBook: Sendable {
  private(set) var agents: [AgentID: PaneAgent] = [:]
  /// All panes of the last look, with when each began to be seen; nil for what was there before us.
  private var seen: [PaneID: (process: Int32, since: Instant?)] = [:]
  private var hasLooked = false
  /// How many looks ago each lane had a marked pane: names do not count for these lanes.
  private var marked: [LaneID: Int] = [:]

  /// A list may lack a pane that is there: a mark counts until so many looks in a row were without it.
  private static let markMemory = 3

  /// How long another pane of a lane is said to be missing before it is forgotten: somebody closed it.
  static let memory = Duration.seconds(60)

  /// Takes a whole list in.
  mutating func take(_ rows: [PaneRow], _ roster: [Assignment], at now: Instant) {
    note(rows, at: now)
    var homes: [LaneID: [PaneRow]] = [:]
    let matches = matches(rows, roster)
    marked = marked.mapValues { $0 + 1 }.filter { $0.value < PaneBook.markMemory }
    for (lane, _, isMarked) in matches where isMarked { marked[lane] = 0 }
    for (lane, row, isMarked) in matches where isMarked || marked[lane] == nil {
      // A window that is linked into several sessions is listed in each.
      if homes[lane, default: []].contains(where: { $0.pane == row.pane }) { continue }
      homes[lane, default: []].append(row)
    }
    let kinds = Dictionary(roster.map { ($0.lane, $0.kind) }) { first, _ in first }
    agents = agents.filter { kinds[$0.value.lane] != nil }
    let known = Dictionary(grouping: ids) { agents[$0]?.lane }
    for (lane, kind) in kinds { settle(lane, kind, homes[lane] ?? [], known[lane] ?? [], at: now) }
    agents = agents.filter { id, agent in
      guard let missing = agent.missing, id.description != agent.lane.description else {
        return true
      }
      return missing.duration(to: now) < PaneBook.memory
    }
  }

  /// Takes the newest row of one agent's pane.
  mutating func take(_ row: PaneRow, of id: AgentID) { agents[id]?.see(row) }

  /// Changes one agent.
  @discardableResult
  mutating func update<Answer>(_ id: AgentID, _ body: (inout PaneAgent) -> Answer) -> Answer? {
    guard var agent = agents[id] else { return nil }
    defer { agents[id] = agent }
    return body(&agent)
  }

  /// In a fixed order.
  var ids: [AgentID] { agents.keys.sorted() }

  private mutating func note(_ rows: [PaneRow], at now: Instant) {
    var panes: [PaneID: (process: Int32, since: Instant?)] = [:]
    for row in rows {
      let known = seen[row.pane].flatMap { $0.process == row.process ? $0 : nil }
      panes[row.pane] = known ?? (row.process, hasLooked ? now : nil)
    }
    (seen, hasLooked) = (panes, true)
  }

  /// Whose each pane is, marked ones first.
  private func matches(
    _ rows: [PaneRow], _ roster: [Assignment]
  ) -> [(LaneID, PaneRow, isMarked: Bool)] {
    var (byMark, byName): ([String: LaneID], [String: LaneID]) = ([:], [:])
    for assignment in roster {
      for name in [assignment.lane.description, assignment.folder].compactMap({ $0 })
      where byMark[name] == nil { byMark[name] = assignment.lane }
      if let name = assignment.tmux, byName[name] == nil { byName[name] = assignment.lane }
    }
    var named: [(LaneID, PaneRow, isMarked: Bool)] = []
    var all: [(LaneID, PaneRow, isMarked: Bool)] = []
    for row in rows {
      if !row.mark.isEmpty {
        if let lane = byMark[row.mark] { all.append((lane, row, true)) }
        continue
      }
      let names = ["\(row.session):\(row.window)", row.window, row.session]
      if let lane = names.lazy.compactMap({ byName[$0] }).first { named.append((lane, row, false)) }
    }
    return all + named
  }

  /// Gives the panes of a lane to its agents.
  private mutating func settle(
    _ lane: LaneID, _ kind: AgentKind, _ rows: [PaneRow], _ known: [AgentID], at now: Instant
  ) {
    // A lane's name is visible ASCII, and shorter than an agent's may be.
    guard let first = AgentID(lane.description) else { return }
    var free = rows
    for id in known {
      guard let pane = agents[id]?.row.pane else { continue }
      if let index = free.firstIndex(where: { $0.pane == pane }) {
        agents[id]?.see(free.remove(at: index))
      } else if agents[id]?.missing == nil {
        agents[id]?.missing = now
      }
      agents[id]?.become(kind)
    }
    for row in free {
      if agents[first]?.missing != nil {
        agents[first]?.see(row)
      } else if let id = agents[first] == nil ? first : AgentID("\(lane):\(row.pane)") {
        let since = seen[row.pane]?.since
        let isNew = since.map { $0.duration(to: now) < .seconds(10) } ?? false
        agents[id] = PaneAgent(id, lane: lane, kind: kind, row: row, isNew: isNew)
      }
    }
  }
}
