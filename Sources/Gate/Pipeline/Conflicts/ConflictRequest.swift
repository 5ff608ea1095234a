package import GateModel
internal import GateProject
internal import Git

/// Lanes to hold against each other, as asked for.
package struct ConflictRequest: Sendable {
  /// Which lanes; nil for all that are under way.
  package var lanes: [LaneChoice]?
  /// What they are to be merged into.
  package var base: ChangeRequest.Base

  /// Asks for lanes; by default for all, on the usual base.
  package init(lanes: [LaneChoice]? = nil, base: ChangeRequest.Base = .usual) {
    self.lanes = lanes
    self.base = base
  }

  /// Looks at each lane once, then holds each pair against each other; pairs that share no path cost
  /// nothing. Nothing is written, not even objects.
  package func conflicts(
    in folder: String, plan: PlanOrigin, ci: CIContext
  ) throws -> LaneConflicts {
    let repository = try Repository(at: folder)
    let request = ChangeRequest(base: base)
    let (name, base) = try request.resolveBase(
      in: repository, plan: plan, ci: ci, head: repository.commit(named: "HEAD"))
    let project =
      switch plan {
      case .base: try request.basePlan(at: base, of: repository, named: name)
      case .draft(let project): project
      }
    var found = LaneConflicts(lanes: [], pairs: [], unjudged: [:])
    var surveys: [LaneSurvey] = []
    for (lane, branch) in try project.lanes(lanes) {
      switch try repository.branch(of: lane, named: branch, base: base) {
      case .unclear(let why):
        // A lane that nobody has started has nothing to collide with.
        if lanes != nil || repository.hasBranch(of: lane) { found.unjudged[lane.id] = why }
      case .found(let tip):
        guard try !repository.isAncestor(tip.commit, of: base) else { continue }
        found.lanes.append(tip)
        surveys.append(try LaneSurvey(of: tip, in: project, base: base, repository))
      }
    }
    var comparison = try LaneComparison(project, at: folder)
    for (index, a) in surveys.enumerated() {
      for b in surveys[(index + 1)...] {
        found.pairs.append(try comparison.pair(a, b, repository))
      }
    }
    return found
  }
}

extension Repository {
  fileprivate func hasBranch(of lane: Lane) -> Bool {
    guard let pattern = lane.branch else { return false }
    let globs = GlobSet([pattern])
    return branches().contains { globs.contains(RepoPath($0.name)) }
  }
}
