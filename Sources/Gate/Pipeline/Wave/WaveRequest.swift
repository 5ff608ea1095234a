package import GateModel
internal import GateProject
internal import GateRules
internal import Git

/// A wave to prove, as asked for.
package struct WaveRequest: Sendable {
  /// The wave's number.
  package var number: Int
  /// Which of its lanes; nil for all.
  package var lanes: [LaneChoice]?
  /// What they are merged into.
  package var base: ChangeRequest.Base
  /// The profile of the plan that they are judged by; nil means `full`.
  package var profile: String?
  /// What the lanes' agents do; nil where nobody says it.
  package var agents: [AgentState]?

  /// Asks for a wave; by default for all its lanes, on the usual base, and without
  /// anybody who says what the agents do.
  package init(
    number: Int, lanes: [LaneChoice]? = nil, base: ChangeRequest.Base = .usual,
    profile: String? = nil, agents: [AgentState]? = nil
  ) {
    self.number = number
    self.lanes = lanes
    self.base = base
    self.profile = profile
    self.agents = agents
  }
}

extension WaveRequest {
  /// Reads the plan of the base and the lanes' branches, and judges each lane by what needs nothing but
  /// its change. Throws `GitError`, `PlanProblems`, `JudgementError` or `UsageError`.
  ///
  /// - Parameter folder: in the repository, or the repository itself.
  package func read(
    in folder: String, plan: PlanOrigin, ci: CIContext, today: Day
  ) throws -> WaveCase {
    let repository = try Repository(at: folder)
    let request = ChangeRequest(base: base)
    let head = try repository.commit(named: "HEAD")
    let (name, tip) = try request.resolveBase(in: repository, plan: plan, ci: ci, head: head)
    let project =
      switch plan {
      case .base: try request.basePlan(at: tip, of: repository, named: name)
      case .draft(let project): project
      }
    let wave = try project.wave(asked: number)
    let tree = try repository.tree(of: tip)
    var found = WaveCase(
      project: project, wave: wave, base: Revision(ref: name, commit: tip, tree: tree), lanes: [],
      profile: profile, agents: agents, today: today, source: repository.source, baseCommit: tip,
      baseTree: tree)
    found.order = try found.order(repository)
    for (lane, branch) in try project.lanes(lanes, of: wave) {
      found.lanes.append(try found.lane(lane, named: branch, repository, in: folder))
    }
    for id in wave.merge where !found.lanes.contains(where: { $0.id == id }) {
      guard let lane = project.lane(id) else { continue }
      let branch = try repository.branch(of: lane, named: nil, base: tip)
      if case .found(let merged) = branch, try repository.isAncestor(merged.commit, of: tip) {
        continue
      }
      found.missing.append(id)
    }
    return found
  }
}
