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
    "culprits": .array(proof.culprits.map(culprit)),
    "states": .array(proof.states.map(state)),
  ])
}

private func culprit(_ culprit: WaveProof.Culprit) -> JSON {
  .object([
    "kind": .string(culprit.kind.rawValue),
    "lanes": .array(culprit.lanes.map { .string($0.description) }),
    "checks": .array(culprit.checks.map { .string($0) }),
    "paths": .array(culprit.paths.map { .string($0.description) }),
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
      culprits: try json.list("culprits").map { try Culprit(json: $0) },
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

extension WaveProof.Culprit {
  fileprivate init(json: JSON) throws {
    self.init(
      kind: try Kind(rawValue: json.text("kind")).orMissing("kind"), lanes: try json.lanes(),
      checks: try json.list("checks").compactMap(\.string),
      paths: try json.list("paths").compactMap(\.string).map { RepoPath($0) })
  }
}

extension JSON {
  fileprivate func lanes() throws -> [LaneID] {
    try list("lanes").map { try $0.string.flatMap { LaneID($0) }.orMissing("lanes") }
  }
}

extension WaveProof.State {
  fileprivate init(json: JSON) throws {
    self.init(
      lanes: try json.lanes(),
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
