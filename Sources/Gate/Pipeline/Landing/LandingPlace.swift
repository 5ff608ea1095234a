internal import GateModel
internal import Git

/// Where a wave lands: a branch of this repository.
struct LandingPlace: Sendable, Hashable {
  var branch: String
  /// Where it is checked out, and files go along when it moves; nil for nowhere.
  var worktree: LinkedWorktree?

  var ref: String { "refs/heads/\(branch)" }

  /// Throws `LandingRefusal` where it is not.
  func isSame(as other: LandingPlace) throws {
    guard self == other else {
      throw LandingRefusal("what is checked out changed meanwhile", hint: "run it again")
    }
  }
}

extension WaveCase {
  /// Looks whether the wave could land right now, if it were proved; throws `LandingRefusal` for what stands in
  /// the way.
  package func checkLanding() throws { _ = try landingPlace() }

  func landingPlace() throws -> LandingPlace {
    let repository = try Repository(at: source.commonFolder)
    let branch = try landingBranch(repository)
    let worktrees = try repository.worktrees().filter(\.isThere)
    // What the base has by a merge may go on; an empty lane is one whose work may be about to begin.
    for lane in lanes where lane.own.result != .skipped || lane.isEmpty {
      try check(lane, repository, worktrees)
    }
    let places = worktrees.filter { $0.heldBranch == branch }
    if places.count > 1 {
      let folders = places.map { "`\($0.folder)`" }.joined(separator: " and ")
      throw LandingRefusal(
        "\(branch) is checked out in \(folders): the files of only one could go along",
        hint: "leave it in one of them: git -C \(places[1].folder) switch --detach")
    }
    if let place = places.first {
      try refuse(operationIn: place, "the files of \(branch) go along with it")
      // Others stay as they are. Git itself refuses where one that it does not know is in the way.
      let moving = lanes.reduce(into: Set<String>()) { $0.formUnion($1.paths.map(\.description)) }
      try refuse(
        uncommittedIn: place, untracked: false, "the files of \(branch) go along with it"
      ) { moving.contains($0) }
    }
    return LandingPlace(branch: branch, worktree: places.first)
  }

  /// The branch here that the base means, which is still where the wave was proved. A CI job names the branch of
  /// the remote, and lands on the one here that follows it.
  private func landingBranch(_ repository: borrowing Repository) throws -> String {
    guard let ref = repository.ref(named: base.ref), let branch = branchName(ofRef: ref) else {
      throw LandingRefusal(
        "\(base.ref) is no branch, and only a branch can move",
        hint: "name one that is at \(baseCommit.short): --base")
    }
    let isHere = ref.hasPrefix("refs/heads/")
    guard let tip = repository.tip(ofBranch: "refs/heads/\(branch)") else {
      throw LandingRefusal(
        "there is no branch `\(branch)` here to land on, only \(base.ref)",
        hint: "make it: git branch \(branch) \(base.ref)")
    }
    if tip == baseCommit { return branch }
    guard !isHere else {
      throw LandingRefusal(
        "\(branch) moved to \(tip.short) while the wave was proved on \(baseCommit.short)",
        hint: "run it again: the lanes are then proved on what \(branch) is now")
    }
    let hint =
      try repository.isAncestor(tip, of: baseCommit)
      ? "bring it up: git fetch . \(base.ref):\(branch), or git merge --ff-only \(base.ref) on it"
      : "prove it on what is here: --base \(branch)"
    throw LandingRefusal(
      "\(branch) is at \(tip.short) here, and the wave was proved on \(base.ref), \(baseCommit.short)",
      hint: hint)
  }

  /// A lane that moved, or has more than was proved.
  private func check(
    _ lane: LaneCase, _ repository: borrowing Repository, _ worktrees: [LinkedWorktree]
  ) throws {
    // A commit that was named by its id cannot move.
    guard let tip = lane.tip, let ref = tip.ref else { return }
    guard repository.hasCommit(named: ref) else {
      throw LandingRefusal(
        "`\(tip.branch)` is gone after \(tip.commit.short) was proved",
        hint: "see where lane \(lane.id) is worked on, and run it again")
    }
    let now = try repository.commit(named: ref)
    guard now == tip.commit else {
      throw LandingRefusal(
        "`\(tip.branch)` moved to \(now.short) after \(tip.commit.short) was proved",
        hint: "run it again: lane \(lane.id) is then proved as it is now")
    }
    for place in worktrees where place.heldBranch == tip.branch {
      let why = "lane \(lane.id) has work that is not proved"
      try refuse(operationIn: place, why)
      try refuse(uncommittedIn: place, untracked: true, why)
    }
  }
}

private func refuse(operationIn place: LinkedWorktree, _ why: String) throws {
  guard let operation = place.operation else { return }
  throw LandingRefusal(
    "a \(operation.name) is under way in `\(place.folder)`: \(why)",
    hint: "end it, or give it up: \(operation.ending(in: place.folder))")
}

private func refuse(
  uncommittedIn place: LinkedWorktree, untracked: Bool, _ why: String,
  where isMeant: (String) -> Bool = { _ in true }
) throws {
  let files = try Repository(at: place.folder).uncommittedFiles(untracked: untracked)
    .filter(isMeant)
  guard let first = files.first else { return }
  let more = files.count > 1 ? " and \(files.count - 1) more" : ""
  throw LandingRefusal(
    "`\(first)`\(more) in `\(place.folder)` is not committed: \(why)",
    hint: "commit it, or put it aside: git -C \(place.folder) stash -u")
}
