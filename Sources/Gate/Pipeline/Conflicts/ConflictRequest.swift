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
    var lookout = Lookout(
      base: base, name: name, project: project, frozen: freezes?.kinds ?? [],
      merger: try Merger(at: folder, writing: .memory),
      worktrees: worktrees ? try repository.worktrees() : [])
    for (lane, branch) in try project.lanes(lanes) {
      do {
        try lookout.take(lane, named: branch, isAsked: lanes != nil, repository)
      } catch let error where error is GitError || error is JudgementError {
        // One lane that cannot be looked at hides no other.
        lookout.found.unjudged[lane.id] = spoken(error)
      }
    }
    let merged = try MergedSchema(project, in: tree, of: repository)
    let (found, pairs) = try lookout.compared()
    return ConflictCase(
      seen: found, pairs: pairs, project: project, freezes: freezes, merged: merged)
  }
}
