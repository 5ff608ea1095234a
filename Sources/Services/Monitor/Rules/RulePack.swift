internal import GateModel

/// The rules that make a status of what terminals show: those that ship, and those of the user over them.
package struct RulePack: Sendable {
  /// What is stored beside each transition: `2026.11.1`, and the user's behind a `+`.
  package private(set) var version: String
  /// In the order in which they are tried.
  package private(set) var rules: [StatusRule]

  /// The rules that ship.
  package static func shipped() throws -> RulePack {
    var pack = RulePack(version: "", rules: [])
    for file in RuleFile.shipped {
      let file = try RuleFile(file.bytes, name: file.name)
      pack.version = max(pack.version, file.version)
      pack.rules += file.rules
    }
    return pack
  }

  /// With a user's file over it: a rule of the same name takes the place of the one that is there, `off`
  /// takes it out, and new ones are tried before all others.
  package func overlaid(with file: RuleFile) throws -> RulePack {
    var pack = self
    var added: [StatusRule] = []
    for rule in file.rules {
      if let index = pack.rules.firstIndex(where: { $0.id == rule.id }) {
        pack.rules[index] = rule
      } else {
        added.append(rule)
      }
    }
    let names = rules.map(\.id.description)
    let unknown = file.off.filter { off in !rules.contains { $0.id == off.id } }
    guard unknown.isEmpty else {
      throw RuleProblems(
        unknown.map { off in
          let advice = nearest(to: off.id.description, among: names)
          return RuleProblem(
            file.name, off.line, off.column,
            "there is no rule `\(off.id)` to switch off"
              + (advice.map { "; did you mean `\($0)`?" } ?? ""))
        })
    }
    pack.rules.removeAll { rule in file.off.contains { $0.id == rule.id } }
    pack.rules = added + pack.rules
    pack.version += "+" + file.version
    return pack
  }

  /// What a look says: of title and screen each the first rule that holds, the title's before.
  package func readings(of sight: Sight, _ kind: AgentKind) -> [RuleHit] {
    [Tier.title, .screen].compactMap { tier in
      for rule in rules where rule.reads(kind) && rule.tier == tier {
        if case .hit(let hit) = rule.trial(on: sight).outcome { return hit }
      }
      return nil
    }
  }

  /// Every rule of a kind tried on a look, in their order.
  package func trials(of sight: Sight, _ kind: AgentKind) -> [RuleTrial] {
    rules.filter { $0.reads(kind) }.map { $0.trial(on: sight) }
  }

  /// What a look says as evidence. A title or screen that no rule knows is evidence without a claim: what
  /// was seen there before is gone.
  package func evidence(
    of sight: Sight, _ agent: AgentID, _ kind: AgentKind, at: Instant
  ) -> [Evidence] {
    let hits = readings(of: sight, kind)
    var seen: [(tier: Tier, digest: UInt64)] = []
    if let title = sight.title { seen.append((.title, digest(of: [title]))) }
    if let screen = sight.screen { seen.append((.screen, screen.digest)) }
    return seen.map { tier, digest in
      let hit = hits.first { $0.tier == tier }
      return Evidence(
        agent, tier, hit?.rule ?? RuleID(known: "\(tier.name)/no-rule"), claims: hit?.claim,
        kind: kind, at: at, substate: hit?.substate, detail: hit?.detail, digest: digest)
    }
  }
}
