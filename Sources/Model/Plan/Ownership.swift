/// Who owns what: the lanes' claims, compiled.
package struct Ownership: Sendable {
  private let lanes: [Lane]
  private let globs: GlobSet
  private let laneOfGlob: [Int]
  private let claims: [RepoPath: [(name: String, lane: LaneID)]]

  /// Compiles the claims of lanes; where several own a path, they are named in this order.
  package init(lanes: [Lane]) {
    self.lanes = lanes
    globs = GlobSet(lanes.flatMap(\.owns))
    laneOfGlob = lanes.indices.flatMap { lane in lanes[lane].owns.map { _ in lane } }
    var claims: [RepoPath: [(name: String, lane: LaneID)]] = [:]
    for lane in lanes {
      for claim in lane.regions { claims[claim.file, default: []].append((claim.name, lane.id)) }
    }
    self.claims = claims
  }

  /// The lanes that own a whole file: one, or none; more only where the plan has an overlap. A lane
  /// that claims regions of a file does not own the rest of it through a wider pattern of its own,
  /// unless nobody else does.
  package func owners(of path: RepoPath) -> [LaneID] {
    var found: [LaneID] = []
    for index in globs.indices(matching: path) {
      let id = lanes[laneOfGlob[index]].id
      if found.last != id { found.append(id) }
    }
    guard found.count > 1, let regional = claims[path]?.map(\.lane) else { return found }
    let whole = found.filter { !regional.contains($0) }
    return whole.isEmpty ? found : whole
  }

  /// The lane that owns a region of a file.
  package func owner(ofRegion name: String, in path: RepoPath) -> LaneID? {
    claims[path]?.first { $0.name == name }?.lane
  }

  /// The regions of a file that lanes claim, by name.
  package func claims(in path: RepoPath) -> [(name: String, lane: LaneID)] {
    claims[path] ?? []
  }
}
