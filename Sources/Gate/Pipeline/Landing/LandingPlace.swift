internal import GateModel
internal import Git

extension WaveCase {
  /// The folder where the base branch is checked out, whose files go along when it moves; nil where it is
  /// checked out nowhere. Throws `LandingRefusal` for whatever stands in the way of landing right now.
  package func landingPlace() throws -> String? {
    let repository = try Repository(at: source.commonFolder)
    let branch = base.ref
    guard let tip = repository.tip(ofBranch: "refs/heads/\(branch)") else {
      throw LandingRefusal(
        "\(branch) is no branch here", hint: "land where it is one: git switch \(branch)")
    }
    guard tip == baseCommit else {
      throw LandingRefusal(
        "\(branch) moved to \(tip.short) while the wave was proved on \(baseCommit.short)",
        hint: "run it again: the lanes are then proved on what \(branch) is now")
    }
    let worktrees = try repository.worktrees().filter(\.isThere)
    for lane in lanes where lane.own.result != .skipped {
      try check(lane, repository, worktrees)
    }
    let place = worktrees.first { $0.branch == branch }
    if let place {
      // Git itself refuses where a file that it does not know is in the way.
      try refuseUncommitted(
        in: place, untracked: false, "the files of \(branch) go along with it")
    }
    return place?.folder
  }

  /// A lane that moved, or has more than was proved.
  private func check(
    _ lane: LaneCase, _ repository: borrowing Repository, _ worktrees: [LinkedWorktree]
  ) throws {
    guard let tip = lane.tip else { return }
    let now = repository.branches().first { $0.name == tip.branch }?.tip
    if let now, now != tip.commit {
      throw LandingRefusal(
        "`\(tip.branch)` moved to \(now.short) after \(tip.commit.short) was proved",
        hint: "run it again: lane \(lane.id) is then proved as it is now")
    }
    for place in worktrees where place.branch == tip.branch {
      try refuseUncommitted(
        in: place, untracked: true, "lane \(lane.id) has work that is not proved")
    }
  }
}

private func refuseUncommitted(
  in place: LinkedWorktree, untracked: Bool, _ why: String
) throws {
  let files = try Repository(at: place.folder).uncommittedFiles(untracked: untracked)
  guard let first = files.first else { return }
  let more = files.count > 1 ? " and \(files.count - 1) more" : ""
  throw LandingRefusal(
    "`\(first)`\(more) in `\(place.folder)` is not committed: \(why)",
    hint: "commit it, or put it aside: git -C \(place.folder) stash -u")
}
