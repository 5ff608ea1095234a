internal import GateMigrations
internal import GateModel
internal import GateProject
internal import Git

/// Lanes to hold against each other, as asked for.
package struct ConflictRequest: Sendable {
  /// Which lanes; nil for all that are under way.
  package var lanes: [LaneChoice]?
  /// What they are to be merged into.
  package var base: ChangeRequest.Base
  /// Whether work that is not committed counts, where a lane's branch is checked out.
  package var worktrees: Bool

  /// Asks for lanes; by default for what all have committed, on the usual base.
  package init(
    lanes: [LaneChoice]? = nil, base: ChangeRequest.Base = .usual, worktrees: Bool = false
  ) {
    (self.lanes, self.base, self.worktrees) = (lanes, base, worktrees)
  }

  /// Looks at each lane once, then holds each pair against each other by what git has of them; pairs that
  /// share no path cost nothing. Nothing is written, not even objects.
  package func survey(in folder: String, plan: PlanOrigin, ci: CIContext) throws -> ConflictCase {
    let repository = try Repository(at: folder)
    let request = ChangeRequest(base: base)
    let (name, base) = try request.resolveBase(
      in: repository, plan: plan, ci: ci, head: repository.commit(named: "HEAD"))
    let project =
      switch plan {
      case .base: try request.basePlan(at: base, of: repository, named: name)
      case .draft(let project): project
      }
    let tree = try repository.tree(of: base)
    let freezes = try FreezeCase(in: project, repository, tip: tree)
    var found = LaneConflicts()
    var surveys: [LaneSurvey] = []
    var merger = try Merger(at: folder, writing: .memory)
    let linked = worktrees ? try repository.worktrees() : []
    for (lane, branch) in try project.lanes(lanes) {
      switch try repository.branch(of: lane, named: branch, base: base) {
      case .unclear(let doubt):
        // A lane that nobody has started has nothing to collide with.
        if lanes != nil || repository.hasBranch(of: lane) {
          found.unjudged[lane.id] = doubt.words
        }
      case .found(let tip) where linked.isBehind(tip):
        found.unjudged[lane.id] =
          "its worktree is behind the remote's `\(tip.branch)`: bring that in, `git pull`, and look again"
      case .found(let tip):
        let work = try linked.uncommitted(on: tip, &merger)
        guard try work != nil || !repository.isAncestor(tip.commit, of: base) else { continue }
        found.lanes.append(tip)
        found.uncommitted[tip.lane] = work?.files.count
        surveys.append(
          try merger.withRepository {
            try LaneSurvey(
              of: tip.lane, at: work?.commit ?? tip.commit, on: base, named: name, in: project,
              freezes?.kinds ?? [], $0)
          })
      }
    }
    var comparison = LaneComparison(of: surveys, project, merger)
    for (a, b) in surveys.pairs {
      found.pairs.append(try comparison.pair(a, b))
    }
    let merged = try MergedSchema(project, in: tree, of: repository)
    return ConflictCase(
      seen: found, surveys: surveys, project: project, freezes: freezes, merged: merged)
  }
}

extension Repository {
  fileprivate func hasBranch(of lane: Lane) -> Bool {
    guard let pattern = lane.branch else { return false }
    let globs = GlobSet([pattern])
    return branches().contains { globs.contains(RepoPath($0.name)) }
  }
}

extension [LinkedWorktree] {
  /// Whether the branch of a lane is checked out, and a remote has more of it: what is not committed there stands on
  /// less than the lane.
  fileprivate func isBehind(_ tip: LaneTip) -> Bool {
    guard let ref = tip.ref, !ref.hasPrefix("refs/heads/") else { return false }
    return contains { $0.isThere && $0.branch == tip.branch }
  }

  /// What is not committed where the branch of a lane is checked out.
  fileprivate func uncommitted(
    on tip: LaneTip, _ merger: inout Merger
  ) throws -> (commit: ObjectID, files: [RepoPath])? {
    guard let place = first(where: { $0.isThere && $0.branch == tip.branch }) else { return nil }
    return try merger.commitUncommitted(in: Repository(at: place.folder), on: tip.commit)
  }
}

extension [LaneSurvey] {
  /// Every two of them, each pair once, in their order.
  var pairs: [(LaneSurvey, LaneSurvey)] {
    indices.flatMap { index in self[(index + 1)...].map { (self[index], $0) } }
  }
}
