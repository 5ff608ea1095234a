internal import GateModel

/// The part of the canonical report that only a wave has.
func json(_ proof: WaveProof) -> JSON {
  .object([
    "id": .string(proof.id),
    "strategy": .string(proof.strategy),
    "lanes": .array(
      proof.lanes.map { lane in
        .object([
          "lane": .string(lane.id.description),
          "branch": lane.tip.map { .string($0.branch) } ?? .null,
          "commit": lane.tip.map { .string($0.commit.description) } ?? .null,
          "standing": .string(lane.standing.rawValue),
          "reason": .string(lane.reason),
        ])
      }),
    "states": .array(proof.states.map(state)),
  ])
}

private func state(_ state: WaveProof.State) -> JSON {
  .object([
    "lanes": .array(state.lanes.map { .string($0.description) }),
    "commit": .string(state.commit.description),
    "tree": .string(state.tree.description),
    "why": .string(state.why),
    "verdict": .string(state.verdict.rawValue),
    "checks": .array(
      state.checks.map {
        .object([
          "id": .string($0.check), "outcome": .string($0.outcome), "seconds": seconds($0.seconds),
        ])
      }),
  ])
}

extension WaveProof {
  init(json: JSON) throws {
    self.init(
      strategy: try json.text("strategy"), id: try json.text("id"),
      lanes: try json.list("lanes").map { try Lane(json: $0) },
      states: try json.list("states").map { try State(json: $0) })
  }
}

extension WaveProof.Lane {
  fileprivate init(json: JSON) throws {
    let id = try json.parsed("lane") { LaneID($0) }.orMissing("lane")
    let commit = try json.parsed("commit") { ObjectID($0) }
    let tip = json["branch"]?.string.flatMap { branch in
      commit.map { LaneTip(lane: id, branch: branch, commit: $0) }
    }
    self.init(
      id: id, tip: tip,
      standing: try WaveProof.Standing(rawValue: json.text("standing")).orMissing("standing"),
      reason: try json.text("reason"))
  }
}

extension WaveProof.State {
  fileprivate init(json: JSON) throws {
    self.init(
      lanes: try json.list("lanes").compactMap(\.string).map { try LaneID($0).orMissing("lanes") },
      commit: try json.parsed("commit") { ObjectID($0) }.orMissing("commit"),
      tree: try json.parsed("tree") { ObjectID($0) }.orMissing("tree"),
      why: try json.text("why"),
      checks: try json.list("checks").map {
        WaveProof.Tried(
          check: try $0.text("id"), outcome: try $0.text("outcome"),
          seconds: $0["seconds"]?.number ?? 0)
      })
  }
}
