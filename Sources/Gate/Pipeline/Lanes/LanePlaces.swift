internal import GateContracts
package import GateModel
internal import GateProject
package import Git

/// Where each lane of the plan is worked on.
package struct LanePlace: Sendable, Hashable {
  /// The lane.
  package var lane: Lane
  /// Its branch: the one that is there, else the one that `start` would make; nil where the plan's
  /// pattern names none.
  package var branch: String?
  /// Why it cannot be said which branch it is; nil where it can.
  package var doubt: LaneDoubt?
  /// The newest commit on it; nil where there is no such branch yet.
  package var tip: ObjectID?
  /// Commits that the base has not.
  package var ahead: Int
  /// Commits of the base that it has not.
  package var behind: Int
  /// The working tree where the branch is checked out; nil where it is nowhere.
  package var worktree: LinkedWorktree?
  /// What is not committed there.
  package var uncommitted: [String]

  /// Whether it can go on where the base is: nothing of its own is on it, and nobody is at work there.
  package var canFollow: Bool {
    behind > 0 && ahead == 0 && uncommitted.isEmpty && worktree?.operation == nil
      && worktree?.isWhole != false
  }
}

/// The lanes of a repository, and the worktrees that are no longer what git takes them for.
package struct LanePlaces: Sendable {
  /// In the order of the plan, or of the wave.
  package var lanes: [LanePlace]
  /// What is left of worktrees that were removed without git, as after a crash.
  package var orphans: [LinkedWorktree]
  /// Worktrees whose start was cut off before git was done with them.
  package var cutOff: [LinkedWorktree]
  /// The commit at which a lane begins.
  package var base: Revision
  /// The plan of the base.
  package var project: Project
  /// The top of the main working tree.
  package var root: String

  /// Looks at the lanes of the plan of the base, or at those of one wave.
  ///
  /// - Parameter choices: which of them; none means all.
  package init(
    in folder: String, wave number: Int?, named choices: [LaneChoice], ci: CIContext
  ) throws {
    let repository = try Repository(at: folder)
    let request = ChangeRequest()
    let (name, base) = try request.resolveBase(
      in: repository, plan: .base, ci: ci, head: repository.commit(named: "HEAD"))
    let project = try plan(of: request, at: base, repository, named: name)
    let worktrees = try repository.worktrees()
    let wave = try number.map { number in try project.wave(asked: number) }
    var places: [LanePlace] = []
    for (lane, branch) in try project.lanes(choices.isEmpty ? nil : choices, of: wave) {
      places.append(try LanePlace(lane, named: branch, base, repository, worktrees))
    }
    lanes = places
    orphans = worktrees.filter { !$0.isThere }
    cutOff = worktrees.filter { worktree in
      worktree.isLockedByStart
        || worktree.isLockedByGit
          && (!worktree.isThere || places.contains { $0.worktree?.folder == worktree.folder })
    }
    self.base = Revision(ref: name, commit: base)
    self.project = project
    root = worktrees.first { $0.name == nil }?.folder ?? folder
  }

  /// Where the worktrees of lanes go, unless somebody says otherwise: beside the main one.
  package var usualFolder: String { "\(root)-lanes" }

  /// What is frozen at the base: each interface, with the wave that froze it.
  package func frozen() throws -> [(FrozenInterface, wave: Int)] {
    let repository = try Repository(at: root)
    guard let commit = base.commit,
      let found = try FreezeCase(in: project, repository, tip: repository.tree(of: commit))
    else { return [] }
    let waves = try found.frozen.get().waves
    return FrozenInterface.allCases.compactMap { kind in waves[kind].map { (kind, $0) } }
  }
}

/// The plan of the base, which a lane is made from: a draft has no commit to begin at.
private func plan(
  of request: ChangeRequest, at base: ObjectID, _ repository: borrowing Repository,
  named name: String
) throws -> Project {
  do {
    return try request.basePlan(at: base, of: repository, named: name)
  } catch var error as JudgementError where error.kind == .noPlan {
    error.message = "there is no gate.yml at the base, \(name): lanes begin there"
    error.hint = "commit the plan on \(name) first; `gate plan` shows the one of the worktree"
    throw error
  }
}

extension LinkedWorktree {
  /// With this a start locks a worktree until git is done with it.
  package static let startLock = "gate lanes start"

  fileprivate var isLockedByStart: Bool { lock == LinkedWorktree.startLock }

  /// As git itself does while it makes one; unless it speaks another language.
  fileprivate var isLockedByGit: Bool { lock == "initializing" }
}

extension LanePlace {
  fileprivate init(
    _ lane: Lane, named name: String?, _ base: ObjectID, _ repository: borrowing Repository,
    _ worktrees: [LinkedWorktree]
  ) throws {
    self.lane = lane
    (ahead, behind) = (0, 0)
    uncommitted = []
    if let name, !repository.branches().contains(where: { $0.name == name }) {
      branch = name
    } else {
      switch try repository.branch(of: lane, named: name, base: base) {
      case .found(let tip):
        branch = tip.branch
        self.tip = tip.commit
        ahead = try repository.commits(from: base, to: tip.commit).count
        behind = try repository.commits(from: tip.commit, to: base).count
      case .unclear(let doubt):
        if case .none(let pattern) = doubt.kind { branch = pattern.firstBranch }
        if branch == nil { self.doubt = doubt }
      }
    }
    let branch = branch
    worktree = worktrees.first { $0.isThere && $0.branch == branch && branch != nil }
    guard let worktree else { return }
    uncommitted = try Repository(at: worktree.folder).uncommittedFiles(untracked: true)
  }
}
