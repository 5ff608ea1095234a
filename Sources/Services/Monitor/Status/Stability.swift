/// How long something has to be seen before it is believed: a table of edges, the first that fits counts.
///
/// Both have to be reached, the number of samples and the time between the first and now; any sample that
/// says otherwise begins anew. Leaving `running` is the edge that needs it most: between two tools a prompt
/// shows for a quarter of a second.
package struct Stability: Sendable, Hashable {
  /// So many samples in a row, over so much time.
  package struct Window: Sendable, Hashable {
    /// At least one.
    package var samples: Int
    /// From the first of them until now.
    package var time: Duration

    /// Makes a window; fewer than one sample is one.
    package init(_ samples: Int, _ time: Duration) {
      self.samples = max(1, samples)
      self.time = time
    }
  }

  /// One row: for which changes, by which evidence, which window.
  package struct Edge: Sendable, Hashable {
    /// Empty for whatever it was before.
    package var from: Set<Status>
    /// What it would become.
    package var into: Set<Status>
    /// The tiers of the evidence that decides.
    package var tiers: ClosedRange<Tier>
    /// What it takes.
    package var window: Window

    /// Makes a row, by default for every origin and every tier.
    package init(
      from: Set<Status> = [], into: Set<Status>,
      tiers: ClosedRange<Tier> = Tier.kernel...Tier.activity, window: Window
    ) {
      self.from = from
      self.into = into
      self.tiers = tiers
      self.window = window
    }
  }

  /// In order; a change that none of them names is believed at once.
  package var edges: [Edge]
  /// What it takes for title or screen to overrule an older hook.
  package var overrule: Window
  /// How long a status stands when nothing supports it any more.
  package var grace: Duration
  /// How long an agent may run without a new sight before it is flagged.
  package var stall: Duration

  /// Makes a table.
  package init(edges: [Edge], overrule: Window, grace: Duration, stall: Duration) {
    self.edges = edges
    self.overrule = overrule
    self.grace = grace
    self.stall = stall
  }

  /// The table for agents in use.
  package static let standard = Stability(
    edges: [
      Edge(
        into: [.waitingApproval, .waitingInput], tiers: .screen ... .activity,
        window: Window(2, .milliseconds(400))),
      Edge(
        from: [.running, .waitingApproval, .waitingInput, .error], into: [.idle],
        tiers: .title ... .activity, window: Window(3, .milliseconds(1500))),
      Edge(into: [.error], tiers: .title ... .activity, window: Window(2, .seconds(1))),
      // A hook that tells of its own end knows it; a list may be older than what it lists.
      Edge(into: [.dead], tiers: .registry ... .registry, window: Window(3, .seconds(3))),
      Edge(into: [.dead], tiers: .title ... .activity, window: Window(3, .seconds(3))),
    ],
    overrule: Window(3, .milliseconds(1500)), grace: .seconds(10), stall: .seconds(600))

  /// Believes each sample at once: what flickers is seen to flicker.
  package static let immediate = Stability(
    edges: [], overrule: Window(1, .zero), grace: .seconds(10), stall: .seconds(600))

  /// The same edges with so many samples each, over as much time as before.
  package func readings(_ count: Int) -> Stability {
    var other = self
    for index in other.edges.indices { other.edges[index].window.samples = max(1, count) }
    other.overrule.samples = max(1, count)
    return other
  }

  /// What it takes to get from one status to another by evidence of a tier.
  package func window(from: Status, into: Status, by tier: Tier) -> Window {
    let edge = edges.first { edge in
      (edge.from.isEmpty || edge.from.contains(from)) && edge.into.contains(into)
        && edge.tiers.contains(tier)
    }
    return edge?.window ?? Window(1, .zero)
  }
}
