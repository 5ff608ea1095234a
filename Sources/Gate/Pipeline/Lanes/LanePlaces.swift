package import GateModel
internal import GateProject
internal import Git

/// Where each lane of the plan is worked on.
package struct LanePlace: Sendable, Hashable {
  /// The lane.
  package var lane: Lane
  /// Its branch: the one that is there, else the one that `start` would make; nil where the plan's
  /// pattern names none.
  package var branch: String?
  /// The newest commit on it; nil where there is no such branch yet.
  package var tip: ObjectID?
  /// Commits that the base has not.
  package var ahead: Int
  /// The folder where the branch is checked out; nil where it is nowhere.
  package var folder: String?
  /// What is not committed there.
  package var uncommitted: [String]
}

/// The lanes of a repository, and the worktrees whose folders are gone.
package struct LanePlaces: Sendable {
  /// In the order of the plan, or of the wave.
  package var lanes: [LanePlace]
  /// What is left of worktrees that were removed without git, as after a crash.
  package var orphans: [Orphan]
  /// The commit at which a lane begins.
  package var base: Revision
  /// The plan of the base.
  package var project: Project
  /// The top of the main working tree.
  package var root: String

  /// A worktree whose folder is gone.
  package struct Orphan: Sendable, Hashable {
    /// As git keeps it.
    package var name: String
    /// Where it was.
    package var folder: String
  }

  /// Looks at the lanes of the plan of the base, or at those of one wave.
  package init(
    in folder: String, wave number: Int?, named names: [String], ci: CIContext
  ) throws {
    let repository = try Repository(at: folder)
    let request = ChangeRequest()
    let (name, base) = try request.resolveBase(
      in: repository, plan: .base, ci: ci, head: repository.commit(named: "HEAD"))
    let project = try request.basePlan(at: base, of: repository, named: name)
    let worktrees = try repository.worktrees()
    var places: [LanePlace] = []
    for lane in try project.chosen(wave: number, named: names) {
      places.append(try LanePlace(lane, base, repository, worktrees))
    }
    lanes = places
    orphans = worktrees.filter { !$0.isThere }.compactMap { worktree in
      worktree.name.map { Orphan(name: $0, folder: worktree.folder) }
    }
    self.base = Revision(ref: name, commit: base)
    self.project = project
    root = worktrees.first { $0.name == nil }?.folder ?? folder
  }
}

extension Project {
  fileprivate func chosen(wave number: Int?, named names: [String]) throws -> [Lane] {
    var ids = lanes.map(\.id)
    if let number {
      guard let wave = wave(number) else { throw UsageError("the plan has no wave \(number)") }
      ids = wave.merge
    }
    for name in names where !ids.contains(where: { $0.description == name }) {
      let all = ids.map(\.description)
      let advice =
        nearest(to: name, among: all).map { "did you mean `\($0)`?" }
        ?? "there are \(all.joined(separator: ", "))"
      throw UsageError("there is no lane `\(name)`; \(advice)")
    }
    return ids.filter { names.isEmpty || names.contains($0.description) }.compactMap(lane)
  }
}

extension LanePlace {
  fileprivate init(
    _ lane: Lane, _ base: ObjectID, _ repository: borrowing Repository,
    _ worktrees: [LinkedWorktree]
  ) throws {
    self.lane = lane
    ahead = 0
    uncommitted = []
    switch try repository.branch(of: lane, named: nil, base: base) {
    case .found(let tip):
      branch = tip.branch
      self.tip = tip.commit
      ahead = try repository.commits(from: base, to: tip.commit).count
    case .unclear:
      let pattern = lane.branch?.description
      branch = pattern.flatMap { text in text.contains { "*?[".contains($0) } ? nil : text }
    }
    let branch = branch
    guard let place = worktrees.first(where: { $0.isThere && $0.branch == branch && branch != nil })
    else { return }
    folder = place.folder
    uncommitted = try Repository(at: place.folder).uncommittedFiles(untracked: true)
  }
}
