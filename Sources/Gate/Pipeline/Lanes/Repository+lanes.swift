internal import GateModel
internal import Git

extension Repository {
  /// Whether a branch could be the lane's, however many there are.
  func hasBranch(of lane: Lane) -> Bool {
    guard let pattern = lane.branch else { return false }
    let globs = GlobSet([pattern])
    return branches().contains { globs.contains(RepoPath($0.name)) }
  }

  /// Whether nothing was ever committed on a branch, as far as git's log of it tells: it was made, and perhaps
  /// brought up to date. Where there is no log, as in a fresh clone, nobody knows.
  func isUnused(_ tip: LaneTip) throws(GitError) -> Bool {
    guard let ref = tip.ref else { return false }
    let log = try log(ofRef: ref)
    return !log.isEmpty
      && log.allSatisfy { $0.hasPrefix("branch: ") || $0.hasSuffix(": Fast-forward") }
  }
}
