internal import GateModel

/// Evidence on its way from one server to another. Small: a note holds 8000 bytes.
struct Forwarded {
  var agent: SightedAgent
  var evidence: Evidence

  var text: String {
    JSON.object([
      "agent": .string(agent.id.description), "lane": agent.lane.map { .string($0.description) },
      "kind": .string(agent.kind.rawValue), "source": .string(agent.source),
      "evidence": evidence.json,
    ]).text(isPretty: false)
  }
}

extension Forwarded {
  /// Nil for what no server of this version sent.
  init?(_ text: String) {
    guard let json = JSON(text: text), let id = json["agent"]?.string.flatMap({ AgentID($0) }),
      let kind = json["kind"]?.string.flatMap({ AgentKind(rawValue: $0) }),
      let source = json["source"]?.string,
      let evidence = json["evidence"].flatMap({ Evidence($0, of: id) })
    else { return nil }
    self.init(
      agent: SightedAgent(
        id, lane: json["lane"]?.string.flatMap { LaneID($0) }, kind: kind, source: source,
        locator: [:]),
      evidence: evidence)
  }
}
