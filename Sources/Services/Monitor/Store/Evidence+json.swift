package import GateModel

extension Evidence {
  /// What is stored beside a transition, and shown to whoever asks why.
  package var json: JSON {
    .object([
      "tier": .string(tier.name), "rule": .string(rule.description),
      "claim": claim.map { .string($0.rawValue) },
      "substate": substate.map { .string($0.rawValue) },
      "detail": detail.map { .string($0) },
      "background_tasks": backgroundTasks.map { .integer($0) },
      "at": .string(at.timestamp), "lifetime_ms": lifetime.map { .integer($0.milliseconds) },
      "turn": turn.map { .string($0) }, "opens_turn": opensTurn ? true : nil,
      "subagent": subagent.map { .string($0) },
      "confirm_within_ms": confirmWithin.map { .integer($0.milliseconds) },
      "digest": .string(String(digest, radix: 16)),
    ])
  }

  /// Reads what was stored; nil where a tier, a rule or a time of it is none of this version.
  init?(_ json: JSON, of agent: AgentID) {
    guard let tier = json["tier"]?.string.flatMap({ Tier(name: $0) }),
      let rule = json["rule"]?.string.flatMap({ RuleID($0) }),
      let at = json["at"]?.string.flatMap({ Instant(timestamp: $0) })
    else { return nil }
    func duration(_ name: String) -> Duration? {
      json[name]?.integer.map { .milliseconds($0) }
    }
    self.init(
      agent, tier, rule, claims: json["claim"]?.string.map { Status(word: $0) }, kind: .other,
      at: at,
      substate: json["substate"]?.string.flatMap { Substate(rawValue: $0) },
      detail: json["detail"]?.string, backgroundTasks: json["background_tasks"]?.integer,
      turn: json["turn"]?.string, subagent: json["subagent"]?.string,
      confirmWithin: duration("confirm_within_ms"),
      digest: json["digest"]?.string.flatMap { UInt64($0, radix: 16) } ?? 0)
    lifetime = duration("lifetime_ms")
    opensTurn = json["opens_turn"] == .bool(true)
  }
}

extension Duration {
  /// Whole milliseconds.
  var milliseconds: Int {
    let (seconds, attoseconds) = components
    return Int(seconds) * 1000 + Int(attoseconds / 1_000_000_000_000_000)
  }
}
