internal import FoundationEssentials
internal import GateModel
internal import ITerm2

/// One session of iTerm2, and the agent in it.
struct ITerm2Pane: Sendable {
  let session: String
  var window: String?
  /// Those that have a value that is a text.
  var variables: [String: String] = [:]
  /// Whose it is; nil for a session that is nobody's.
  var assignment: Assignment?
  var agent: SightedAgent?
  var isSubscribed = false
  /// Whether iTerm2 has this session no more.
  var isTerminated = false
  /// Whether the agent's program was seen here.
  var hasProgram = false
  /// Since when the program is not there any more.
  var goneSince: Instant?
  /// Whether it is known to have ended.
  var hasEnded = false
  /// What is shown, and when it was read.
  var screen: Screen?
  var readAt: Instant?
  var isChanged = true
  var reportedAt: Instant?
  /// What the rules made of the last look, and of which title and screen.
  private var reading: (title: String?, screen: Screen?, evidence: [Evidence])?

  init(_ session: ITerm2Session) { (self.session, window) = (session.id, session.window) }

  var title: String? { variables["terminalWindowName"] ?? variables["terminalIconName"] }
  private var command: String { variables["commandLine"] ?? variables["jobName"] ?? "" }
  private var job: String { variables["jobName"] ?? command }

  /// The lane that this is: by its mark, or by its folder while the lane's program runs there; once it is
  /// a lane's it stays that as long as the folder does, for a program starts others.
  func owner(in roster: [Assignment]) -> Assignment? {
    if let mark = variables["user.gate_lane"] {
      return roster.first { $0.lane.description == mark }
    }
    guard let path = variables["path"], let owner = roster.owner(of: path) else { return nil }
    return owner == assignment || runs(owner.kind) ? owner : nil
  }

  func runs(_ kind: AgentKind) -> Bool { kind.isRun(by: job) || kind.isRun(by: command) }

  /// Whether the shell has the terminal, so that no other program can have it.
  var isAtShell: Bool { AgentKind.isShell(job) }

  /// What is shown, as evidence of this moment; the rules are tried once on each sight.
  mutating func evidence(of agent: SightedAgent, _ rules: RulePack, at now: Instant) -> [Evidence] {
    if let reading, reading.title == title, reading.screen == screen,
      reading.evidence.first?.agent == agent.id
    {
      return reading.evidence.map { evidence in
        var again = evidence
        again.at = now
        return again
      }
    }
    let evidence = rules.evidence(
      of: Sight(title: title, screen: screen), agent.id, agent.kind, at: now)
    reading = (title, screen, evidence)
    return evidence
  }

  /// That nothing of the agent can be seen here any more; nothing where nobody is here.
  func lost(at now: Instant) -> [Evidence] {
    guard let agent, !hasEnded else { return [] }
    // What is said of one that is gone is said in the list of sessions.
    let tiers: [Tier] = goneSince == nil ? [.title, .screen] : [.registry]
    return tiers.map { Evidence.lost($0, of: agent.id, at: now) }
  }

  mutating func set(_ name: String, json: String) {
    // iTerm2 sends JSON; what is no text there, or no JSON, is no value that is asked for.
    let value = try? JSONDecoder().decode(JSON.self, from: Data(json.utf8))
    variables[name] = value?.string
  }
}
