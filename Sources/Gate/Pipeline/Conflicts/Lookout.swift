internal import GateModel
internal import Git

/// Looks at lanes one after the other, and then at each pair of them.
struct Lookout: ~Copyable {
  let base: ObjectID
  /// The base's.
  let name: String
  let project: Project
  /// The interfaces that something is frozen of.
  let frozen: [FrozenInterface]
  var merger: Merger
  /// Where uncommitted work counts; empty where it does not.
  let worktrees: [LinkedWorktree]
  var found = LaneConflicts()
  private var surveys: [LaneSurvey] = []

  init(
    base: ObjectID, name: String, project: Project, frozen: [FrozenInterface],
    merger: consuming Merger, worktrees: [LinkedWorktree]
  ) {
    (self.base, self.name, self.project, self.frozen) = (base, name, project, frozen)
    self.merger = merger
    self.worktrees = worktrees
  }

  /// - Parameter isAsked: whether it was named: a lane that nobody has started has nothing to collide with,
  ///   unless somebody asks for it.
  mutating func take(
    _ lane: Lane, named branch: String?, isAsked: Bool, _ repository: borrowing Repository
  ) throws {
    let tip: LaneTip
    switch try repository.branch(of: lane, named: branch, base: base) {
    case .found(let found): tip = found
    case .unclear(let doubt):
      if isAsked || repository.hasBranch(of: lane) { found.unjudged[lane.id] = doubt.words }
      return
    }
    let work = try uncommitted(on: tip)
    guard try work != nil || !repository.isAncestor(tip.commit, of: base) else { return }
    let commit = work?.commit ?? tip.commit
    let (old, new) = try sides(of: commit)
    let survey = try merger.withRepository {
      try LaneSurvey(of: tip.lane, at: commit, from: old, to: new, in: project, frozen, $0)
    }
    found.lanes.append(tip)
    found.uncommitted[tip.lane] = work?.files.count
    surveys.append(survey)
  }

  /// What is not committed where the branch of a lane is checked out.
  private mutating func uncommitted(
    on tip: LaneTip
  ) throws -> (commit: ObjectID, files: [RepoPath])? {
    let place = worktrees.first { $0.isThere && $0.heldBranch == tip.branch }
    guard let place else { return nil }
    if let operation = place.operation {
      throw JudgementError(
        "a \(operation.name) is under way in `\(place.folder)`",
        hint: "end it, or give it up: \(operation.ending(in: place.folder))")
    }
    if tip.ref?.hasPrefix("refs/heads/") == false {
      throw JudgementError(
        "its worktree is behind the remote's `\(tip.branch)`",
        hint: "bring that in, `git pull`, and look again")
    }
    return try merger.commitUncommitted(in: Repository(at: place.folder), on: tip.commit)
  }

  /// The trees between which a lane's change lies, as `ChangeStart` has it.
  private mutating func sides(of commit: ObjectID) throws -> (ObjectID, ObjectID) {
    let base = base
    let bases = try merger.withRepository { try $0.mergeBases(base, commit) }
    if bases.count == 1 {
      return try merger.withRepository { (try $0.tree(of: bases[0]), try $0.tree(of: commit)) }
    }
    guard let merged = try merger.merged(base, with: [commit]) else {
      throw JudgementError(
        "it and \(name) have each merged some of the other, and they conflict",
        hint: "merge \(name) into it: then they part in one place")
    }
    return try merger.withRepository { (try $0.tree(of: base), try $0.tree(of: merged)) }
  }

  /// Every pair by what git has of it, and the pairs that can be merged in any order. A lane that has all of
  /// another one builds on it, and collides with nothing there.
  consuming func compared() throws -> (LaneConflicts, [(LaneSurvey, LaneSurvey)]) {
    var (found, surveys) = (found, surveys)
    var apart: [(LaneSurvey, LaneSurvey)] = []
    var comparison = LaneComparison(of: surveys, project, merger)
    for (a, b) in surveys.pairs {
      do {
        let isBuiltOn = try comparison.isBuiltOn(a, b)
        if !isBuiltOn { apart.append((a, b)) }
        found.pairs.append(
          isBuiltOn
            ? LaneConflicts.Pair(a: a.lane, b: b.lane, conflicts: [])
            : try comparison.pair(a, b))
      } catch let error as GitError {
        found.pairs.append(
          LaneConflicts.Pair(a: a.lane, b: b.lane, conflicts: [], unjudged: [spoken(error)]))
      }
    }
    surveys = []
    return (found, apart)
  }
}

extension [LaneSurvey] {
  /// Every two of them, each pair once, in their order.
  fileprivate var pairs: [(LaneSurvey, LaneSurvey)] {
    indices.flatMap { index in self[(index + 1)...].map { (self[index], $0) } }
  }
}
