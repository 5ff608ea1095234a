package import GateModel

/// A place where agents are seen: a terminal, their own files, the processes of this machine. Open set: one file
/// per source in this folder.
package protocol EvidenceSource: Sendable {
  /// Its word in answers and metrics: `tmux`.
  var name: String { get }

  /// Looks until its task is cancelled and reports in order what it saw; waits for each report to be taken.
  ///
  /// A source that cannot see any more says so, by `Evidence.lost` of its tiers for each of its agents, and tries
  /// again by itself, ever more seldom. It never runs on the actor of whoever calls it: that one answers meanwhile.
  ///
  /// - Throws: only what no further try can mend, such as a program that is not on this machine.
  @concurrent func watch(
    _ report: @escaping @Sendable (SourceReport) async -> Attention
  ) async throws
}

/// What a source saw in one look.
package struct SourceReport: Sendable, Hashable {
  /// The agents whom the evidence is about, where the receiver may not know them or something changed.
  package var agents: [SightedAgent]
  /// In the order in which it was seen.
  package var evidence: [Evidence]
  /// How the source itself is.
  package var health: SourceHealth

  /// Makes a report.
  package init(
    agents: [SightedAgent] = [], evidence: [Evidence] = [], health: SourceHealth = SourceHealth()
  ) {
    (self.agents, self.evidence, self.health) = (agents, evidence, health)
  }
}

/// What the receiver of a report wants to be told next.
package struct Attention: Sendable, Hashable {
  /// Whose state is about to change: worth a look every 200 ms instead of every second.
  package var pending: Set<AgentID>

  /// Makes it.
  package init(pending: Set<AgentID> = []) { self.pending = pending }
}

/// An agent, as a source found it.
package struct SightedAgent: Sendable, Hashable {
  /// The lane, where it works alone in it.
  package var id: AgentID
  /// Nil for one that works in no lane.
  package var lane: LaneID?
  /// Its program.
  package var kind: AgentKind
  /// The source's word.
  package var source: String
  /// How to find it again there: `["pane": "%3", "session": "lane-b"]`.
  package var locator: [String: String]

  /// Makes one.
  package init(
    _ id: AgentID, lane: LaneID?, kind: AgentKind, source: String, locator: [String: String]
  ) {
    self.id = id
    self.lane = lane
    self.kind = kind
    self.source = source
    self.locator = locator
  }
}

/// How a source is.
package struct SourceHealth: Sendable, Hashable {
  /// Whether it can see.
  package var isUp: Bool
  /// What is wrong, in one sentence; nil where nothing is.
  package var problem: String?
  /// How long the look took.
  package var look: Duration
  /// How much was left out since the start: evidence that could not be read.
  package var dropped: Int

  /// Makes it.
  package init(
    isUp: Bool = true, problem: String? = nil, look: Duration = .zero, dropped: Int = 0
  ) {
    (self.isUp, self.problem, self.look, self.dropped) = (isUp, problem, look, dropped)
  }
}
