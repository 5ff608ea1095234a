internal import GateModel
internal import Tmux

/// An agent in a pane, and what was last said of it.
struct PaneAgent: Sendable {
  let id: AgentID
  let lane: LaneID
  private(set) var kind: AgentKind
  var row: PaneRow
  /// Since when the pane is not in the list; nil while it is.
  var missing: Instant?
  /// Whether its process began while we looked, and that was not yet said.
  var isNew: Bool
  /// Whether the source was lost, or the pane, since it was last seen.
  var isBack = false
  /// Whether the receiver has to be told who it is.
  var isUnannounced = true

  /// When its screen was last read, in the server's seconds; nil where it was not, or the row changed since.
  private var captured: Int64?
  private var title: [Evidence] = []
  private var screen: [Evidence] = []
  private var issued: Instant?
  /// When what is claimed about it last changed.
  private var news: Instant?

  init(_ id: AgentID, lane: LaneID, kind: AgentKind, row: PaneRow, isNew: Bool) {
    (self.id, self.lane, self.kind) = (id, lane, kind)
    (self.row, self.isNew) = (row, isNew)
  }

  /// Takes the newest row; the program in a pane can be another one than before.
  mutating func see(_ new: PaneRow) {
    if new.pane != row.pane || new.process != row.process { isNew = true }
    if (new.pane, new.session, new.window) != (row.pane, row.session, row.window) {
      isUnannounced = true
    }
    if missing != nil { (missing, isBack) = (nil, true) }
    if new != row { captured = nil }
    row = new
  }

  /// Takes what gate.yml says that its program is; what was read by the rules of another one no longer counts.
  mutating func become(_ kind: AgentKind) {
    guard kind != self.kind else { return }
    (self.kind, isUnannounced) = (kind, true)
    (captured, title, screen) = (nil, [], [])
  }

  /// Whether the screen may have changed since it was read: the activity of the very second in which it was
  /// read may be of before or after.
  var needsScreen: Bool {
    guard missing == nil, !row.isDead else { return false }
    guard let captured else { return true }
    return row.activity >= captured
  }

  /// What there is to say at a moment: all of it after a change, and while the change is young or waited for;
  /// else only so often that nothing of it gets too old to count.
  ///
  /// - Parameter shown: what the pane shows, and when by the server's clock; nil where it was not read again.
  mutating func evidence(
    _ rules: RulePack, shown: (screen: Screen, time: Int64)?, isPending: Bool, at now: Instant
  ) -> [Evidence] {
    if missing != nil { return [ProcessFact.missing.evidence(id, kind, at: now)] }
    if row.isDead {
      (captured, title, screen) = (nil, [], [])
      return present(at: now) + [ProcessFact.exited(row.exitCode).evidence(id, kind, at: now)]
    }
    let before = claims
    let isFirst = title.isEmpty
    if isFirst || shown != nil {
      title = rules.evidence(of: Sight(title: row.title, screen: nil), id, kind, at: now)
    }
    if let shown {
      screen = rules.evidence(of: Sight(title: nil, screen: shown.screen), id, kind, at: now)
      captured = shown.time
    }
    if claims != before || isNew || isBack { news = now }
    let isYoung = news.map { $0.duration(to: now) < .seconds(6) } ?? true
    let isDue = issued.map { $0.duration(to: now) >= .milliseconds(1800) } ?? true
    guard isYoung || isDue || isPending else { return [] }
    issued = now
    var said = present(at: now)
    said.append(ProcessFact.alive.evidence(id, kind, at: now))
    if isNew { said.append(ProcessFact.started.evidence(id, kind, at: now)) }
    if kind == .shell || kind == .other, row.isBusy {
      said.append(ProcessFact.foreground(row.command).evidence(id, kind, at: now))
    }
    for var evidence in title + screen {
      evidence.at = now
      said.append(evidence)
    }
    isNew = false
    return said
  }

  /// After a loss: that the pane is in the list, which replaces what was said of its absence.
  private mutating func present(at now: Instant) -> [Evidence] {
    guard isBack else { return [] }
    isBack = false
    return [
      Evidence(id, .registry, RuleID(known: "tmux/pane"), claims: nil, kind: kind, at: now)
    ]
  }

  private var claims: [Status?] { (title + screen).map(\.claim) }

  /// Says that the source cannot see it any more.
  mutating func lost(at now: Instant) -> [Evidence] {
    (isBack, captured, issued) = (true, nil, nil)
    return [Tier.registry, .title, .screen].map { Evidence.lost($0, of: id, at: now) }
  }

  /// Who it is, for the receiver.
  func sighted(_ source: String, _ server: String) -> SightedAgent {
    SightedAgent(
      id, lane: lane, kind: kind, source: source,
      locator: [
        "server": server, "pane": "\(row.pane)", "session": row.session, "window": row.window,
      ])
  }
}
