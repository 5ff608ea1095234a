internal import GateModel
internal import Git

/// Where a lane's work is.
enum LaneBranch {
  case found(LaneTip)
  case unclear(LaneDoubt)
}

extension Repository {
  /// The branch of a lane: the one that was named, else the one that its pattern means. Of several, those that
  /// the base has already are over. A branch that is here and at a remote is the one that has all of the other.
  func branch(
    of lane: Lane, named name: String?, base: ObjectID
  ) throws -> LaneBranch {
    if let name { return .found(try tip(of: lane, named: name)) }
    guard let pattern = lane.branch else {
      return .unclear(LaneDoubt(lane: lane.id, kind: .noPattern))
    }
    let globs = GlobSet([pattern])
    var found: [LaneTip] = []
    for branch in branches() where globs.contains(RepoPath(branch.name)) {
      let tip = LaneTip(
        lane: lane.id, branch: branch.name, commit: branch.tip, ref: branch.ref)
      guard let place = found.firstIndex(where: { $0.branch == tip.branch }) else {
        found.append(tip)
        continue
      }
      // What is here comes first.
      if try isAncestor(tip.commit, of: found[place].commit) { continue }
      guard try isAncestor(found[place].commit, of: tip.commit) else {
        let names = [spoken(found[place]), spoken(tip)]
        return .unclear(LaneDoubt(lane: lane.id, kind: .parted(names)))
      }
      found[place] = tip
    }
    if found.count > 1 {
      var open: [LaneTip] = []
      for tip in found where try !isAncestor(tip.commit, of: base) { open.append(tip) }
      found = open.isEmpty ? [found[0]] : open
    }
    switch found.count {
    case 1: return .found(found[0])
    case 0: return .unclear(LaneDoubt(lane: lane.id, kind: .none(pattern)))
    default: return .unclear(LaneDoubt(lane: lane.id, kind: .several(found.map(\.branch))))
    }
  }

  /// A branch here goes before one of a remote, and both before a tag of that name.
  private func tip(of lane: Lane, named name: String) throws -> LaneTip {
    let ref = ref(named: name) ?? branches().first { $0.name == name }?.ref
    return LaneTip(
      lane: lane.id, branch: ref.flatMap(branchName) ?? name,
      commit: try commit(named: ref ?? name),
      ref: ref)
  }
}

/// With the remote's name, where it is one of a remote.
private func spoken(_ tip: LaneTip) -> String {
  var name = (tip.ref ?? tip.branch)[...]
  for start in ["refs/heads/", "refs/remotes/"] where name.hasPrefix(start) {
    name = name.dropFirst(start.count)
  }
  return String(name)
}
