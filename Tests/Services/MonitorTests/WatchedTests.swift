import Testing

@testable import Monitor

@Test("where an agent is says the source that knows best, and which program any that knows it")
func sightings() throws {
  let id = try AgentID.named("B")
  func sighted(_ kind: AgentKind, _ source: String) -> SightedAgent {
    SightedAgent(id, lane: nil, kind: kind, source: source, locator: [:])
  }
  // What is known, what another source says, what is known then; nil where nothing changed.
  let cases: [(AgentKind, String, then: (AgentKind, String), means: (AgentKind, String)?)] = [
    (.claude, "hook", (.claude, "tmux"), (.claude, "tmux")),
    (.claude, "tmux", (.claude, "hook"), nil),
    (.claude, "tmux", (.codex, "tmux"), (.codex, "tmux")),
    (.claude, "tmux", (.codex, "hook"), nil),
    (.other, "tmux", (.claude, "registry"), (.claude, "tmux")),
    (.claude, "registry", (.other, "tmux"), (.claude, "tmux")),
    (.claude, "tmux", (.other, "tmux"), nil), (.other, "tmux", (.other, "hook"), nil),
  ]
  for (kind, source, then, means) in cases {
    var watched = Watched(
      sighted(kind, source), .standard, now: Instant(microseconds: 1))
    let hasChanged = watched.move(to: sighted(then.0, then.1))
    #expect(hasChanged == (means != nil), "\(kind) \(source), then \(then)")
    let (newKind, newSource) = means ?? (kind, source)
    #expect(watched.agent == sighted(newKind, newSource), "\(kind) \(source), then \(then)")
  }
}
