internal import GateModel
internal import Git

/// Where a lane's work is.
enum LaneBranch {
  case found(LaneTip)
  /// Why it cannot be said which branch it is, and what to do.
  case unclear(String)
}

extension Repository {
  /// The branch of a lane: the one that was named, else the one that its pattern means; one here goes
  /// before one of a remote. Of several, those that the base has already are over.
  func branch(
    of lane: Lane, named name: String?, base: ObjectID
  ) throws -> LaneBranch {
    let branches = branches()
    if let name {
      if let found = branches.first(where: { $0.name == name }) {
        return .found(LaneTip(lane: lane.id, branch: name, commit: found.tip))
      }
      return .found(LaneTip(lane: lane.id, branch: name, commit: try commit(named: name)))
    }
    guard let pattern = lane.branch else {
      return .unclear(
        "its file has no `branch:`; add one, or name its branch: --lanes \(lane.id)=…")
    }
    let globs = GlobSet([pattern])
    var found: [LaneTip] = []
    for branch in branches
    where globs.contains(RepoPath(branch.name))
      && !found.contains(where: { $0.branch == branch.name })
    {
      found.append(LaneTip(lane: lane.id, branch: branch.name, commit: branch.tip))
    }
    if found.count > 1 {
      var open: [LaneTip] = []
      for tip in found where try !isAncestor(tip.commit, of: base) { open.append(tip) }
      found = open.isEmpty ? [found[0]] : open
    }
    switch found.count {
    case 1: return .found(found[0])
    case 0:
      return .unclear(
        "there is no branch `\(pattern)`; start it with `gate lanes start`, or leave the lane out with "
          + "--lanes")
    default:
      let names = found.map(\.branch).joined(separator: "`, `")
      return .unclear(
        "it has several branches, `\(names)`; name one: --lanes \(lane.id)=\(found[0].branch)")
    }
  }
}
