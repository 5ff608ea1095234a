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

  /// Asks for a wave; by default for all its lanes, on the usual base.
  package init(
    number: Int, lanes: [LaneChoice]? = nil, base: ChangeRequest.Base = .usual,
    profile: String? = nil
  ) {
    self.number = number
    self.lanes = lanes
    self.base = base
    self.profile = profile
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
    guard let wave = project.wave(number) else {
      let numbers = project.waves.map { "\($0.number)" }.joined(separator: ", ")
      throw UsageError(
        numbers.isEmpty
          ? "the plan has no waves; `Waves/\(number).yml` would be one"
          : "the plan has no wave \(number); it has \(numbers)")
    }
    let tree = try repository.tree(of: tip)
    var found = WaveCase(
      project: project, wave: wave, base: Revision(ref: name, commit: tip, tree: tree), lanes: [],
      profile: profile, today: today, source: repository.source, baseCommit: tip, baseTree: tree)
    found.order = try found.order(repository)
    for (lane, branch) in try chosen(of: wave, in: project) {
      found.lanes.append(try found.lane(lane, named: branch, repository, in: folder))
    }
    return found
  }

  /// The lanes of the wave that were asked for, in the order in which they are merged.
  private func chosen(of wave: Wave, in project: Project) throws -> [(Lane, branch: String?)] {
    for choice in lanes ?? [] where !wave.merge.contains(where: { $0.description == choice.lane }) {
      let names = wave.merge.map(\.description)
      let advice =
        nearest(to: choice.lane, among: names).map { "did you mean `\($0)`?" }
        ?? "it has \(names.joined(separator: ", "))"
      throw UsageError("wave \(number) has no lane `\(choice.lane)`; \(advice)")
    }
    return wave.merge.compactMap { id in
      let choice = lanes?.first { $0.lane == id.description }
      if lanes != nil, choice == nil { return nil }
      return project.lane(id).map { ($0, choice?.branch) }
    }
  }
}
