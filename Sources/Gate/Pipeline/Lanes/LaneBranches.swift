internal import GateModel
internal import Git

/// Where a lane's work is.
enum LaneBranch {
  case found(LaneTip)
  /// Why it cannot be said which branch it is, and what to do.
  case unclear(String)
}

extension Repository {
  /// The branch of a lane: the one that was named, else the one that its pattern means. Of several, those that
  /// the base has already are over. A branch that is here and at a remote is the one that has all of the other.
  func branch(
    of lane: Lane, named name: String?, base: ObjectID
  ) throws -> LaneBranch {
    if let name { return .found(try tip(of: lane, named: name)) }
    guard let pattern = lane.branch else {
      return .unclear(
        "its file has no `branch:`; add one, or name its branch: --lanes \(lane.id)=…")
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
        return .unclear(parted(found[place], tip))
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

  /// A branch here goes before one of a remote, and both before a tag of that name.
  private func tip(of lane: Lane, named name: String) throws -> LaneTip {
    let ref = ref(named: name) ?? branches().first { $0.name == name }?.ref
    return LaneTip(
      lane: lane.id, branch: ref.flatMap(branchName) ?? name,
      commit: try commit(named: ref ?? name),
      ref: ref)
  }

  private func parted(_ one: LaneTip, _ other: LaneTip) -> String {
    let names = [one, other].map { tip in
      var name = (tip.ref ?? tip.branch)[...]
      for start in ["refs/heads/", "refs/remotes/"] where name.hasPrefix(start) {
        name = name.dropFirst(start.count)
      }
      return String(name)
    }
    return
      "`\(names[0])` and `\(names[1])` each have commits that the other has not; bring them together, "
      + "or name one: --lanes \(one.lane)=\(names[0])"
  }
}
