internal import GateModel
internal import GateProject
internal import Git

extension ChangeRequest {
  /// The base by name: as asked for, as the CI says, or as the plan says. Names of the CI and of the
  /// plan are branches: a tag of the same name, which anybody may push, does not stand for them.
  func resolveBase(
    in repository: borrowing Repository, plan: PlanOrigin, ci: CIContext, head: ObjectID
  ) throws -> (name: String, commit: ObjectID) {
    switch base {
    case .pinned(let name, let commit): return (name, commit)
    case .named(let name):
      if let found = branch(name, in: repository, isRemoteFirst: false) { return found }
      return (name, try repository.commit(named: name))
    case .usual: break
    }
    let name: String
    if let target = ci.base {
      name = target
    } else if case .draft(let project) = plan {
      name = project.base
    } else if let trusted = try trustedBase(in: repository) {
      name = trusted
    } else if ci.isCI {
      throw JudgementError(
        "the base is not known: no default branch here has a plan",
        hint: "name it with --base; the plan of the change must not choose its own judge")
    } else {
      name = try baseNamed(in: repository.tree(of: head), of: repository)
    }
    // In CI a branch here may be left over from an earlier job; the one of the remote was just fetched.
    if let found = branch(name, in: repository, isRemoteFirst: ci.base != nil) { return found }
    return (name, try repository.commit(named: name))
  }

  /// A branch by its name here or at the remote; nil where there is none.
  private func branch(
    _ name: String, in repository: borrowing Repository, isRemoteFirst: Bool
  ) -> (name: String, commit: ObjectID)? {
    var places = [(name, "refs/heads/\(name)"), ("origin/\(name)", "refs/remotes/origin/\(name)")]
    if isRemoteFirst { places.reverse() }
    places.append((name, "refs/remotes/\(name)"))
    for (shown, ref) in places {
      if let tip = repository.tip(ofBranch: ref) { return (shown, tip) }
    }
    return nil
  }

  /// What the plan of the usual default branch says: the head's own plan must not choose its judge.
  private func trustedBase(in repository: borrowing Repository) throws -> String? {
    let names = ["remotes/origin/HEAD", "heads/main", "heads/master"]
    for ref in names + ["remotes/origin/main", "remotes/origin/master"] {
      guard let tip = repository.tip(ofBranch: "refs/\(ref)") else { continue }
      let tree = try repository.tree(of: tip)
      guard try repository.entry(RepoPath(PlanFile.gate), in: tree) != nil else { continue }
      return try baseNamed(in: tree, of: repository)
    }
    return nil
  }

  /// The `base:` of a gate.yml; the usual name where there is none.
  private func baseNamed(
    in tree: ObjectID, of repository: borrowing Repository
  ) throws -> String {
    guard let id = try repository.entry(RepoPath(PlanFile.gate), in: tree)?.id,
      let bytes = try repository.blob(id, atMost: 2 << 20)
    else { return "main" }
    return PlanFile(path: PlanFile.gate, bytes: bytes).base
  }

  /// The plan of the base's tip, not of the commit that the branch once left: a lane could else choose
  /// an older judge.
  func basePlan(
    at commit: ObjectID, of repository: borrowing Repository, named name: String
  ) throws -> Project {
    let tree = try repository.tree(of: commit)
    guard try repository.entry(RepoPath(PlanFile.gate), in: tree) != nil else {
      throw JudgementError(
        "there is no gate.yml at the base, \(name): a change is judged by the plan of its base",
        hint: "merge the plan into \(name) first, or try a draft with `--plan worktree`",
        kind: .noPlan)
    }
    do {
      return try Project(in: tree, of: repository)
    } catch var problems as PlanProblems {
      problems.place = "the base, \(name) (\(commit.short))"
      throw problems
    }
  }
}
