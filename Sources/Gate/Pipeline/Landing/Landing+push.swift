internal import GateModel
internal import Git
internal import Processes

extension Landing {
  /// Makes sure, before anything moves, that a remote can take it: its branch has nothing that is not here, and
  /// its reports are under the one that is attached.
  func agree(with remote: String) throws {
    let refs = try git.remote(["ls-remote", "--quiet", "--", remote, place.ref, Repository.notes])
    guard refs.code == 0 else {
      throw LandingRefusal(
        "`\(remote)` does not answer: \(refs.complaint)",
        hint: "land without --push, and push later")
    }
    let repository = try Repository(at: wave.source.commonFolder)
    if let tip = refs.commit(of: place.ref),
      try !repository.hasCommit(tip) || !repository.isAncestor(tip, of: wave.baseCommit)
    {
      throw LandingRefusal(
        "\(place.branch) of `\(remote)` is at \(tip.short), which is not in \(place.branch) here",
        hint: "bring it in first: git pull \(remote) \(place.branch)")
    }
    guard let notes = refs.commit(of: Repository.notes),
      repository.tip(ofBranch: Repository.notes) != notes
    else { return }
    let person = repository.signature(environment, at: time)
    let variables = [
      "GIT_AUTHOR_NAME": person.name, "GIT_AUTHOR_EMAIL": person.email,
      "GIT_COMMITTER_NAME": person.name, "GIT_COMMITTER_EMAIL": person.email,
    ]
    for arguments in [
      ["fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--", remote, Repository.notes],
      // Both may have a report of one merge: it is of the same lanes.
      ["notes", "--ref", Repository.notes, "merge", "--quiet", "-s", "ours", notes.description],
    ] {
      let ended = try git.remote(arguments, variables)
      guard ended.code == 0 else {
        throw LandingRefusal(
          "the reports of `\(remote)` cannot be brought in: \(ended.complaint)",
          hint: "bring them in: git fetch \(remote) \(Repository.notes):\(Repository.notes)")
      }
    }
  }

  /// Brings the base branch and the report to the remote, both or neither. For after it has landed; throws
  /// `LandingRefusal` where the remote does not take it.
  ///
  /// - Returns: what to say of it; nil where there is no remote to bring it to.
  package func push() throws -> String? {
    guard let remote else { return nil }
    let refs = ["\(state.commit.description):\(place.ref)", Repository.notes]
    let complaint: String?
    do {
      let ended = try git.remote(["push", "--atomic", "--quiet", "--", remote] + refs)
      complaint = ended.code == 0 ? nil : ended.complaint
    } catch {
      complaint = "interrupted"
    }
    if let complaint {
      throw LandingRefusal(
        "\(place.branch) has moved to \(state.commit.short) here, but `\(remote)` did not take it: "
          + complaint,
        hint: "push it: git push \(remote) \(place.branch) \(Repository.notes)", moved: state.commit
      )
    }
    return "\(remote) has it"
  }

  /// Runs the hook that git runs when a merge has brought files along, as `git pull` would: what it starts lives
  /// on. For the very end: it may take its time, and may be interrupted.
  ///
  /// - Returns: what it complains of; nothing it says undoes the landing.
  package func runHook() -> String? {
    guard let folder = place.worktree?.folder else { return nil }
    do {
      let ended = try git.hook("post-merge", ["0"], in: folder)
      return ended.code == 0
        ? nil : "the hook post-merge ended with \(ended.code): \(ended.complaint)"
    } catch {
      return "the hook post-merge was interrupted"
    }
  }
}

extension ProgramAnswer {
  /// From the lines of `git ls-remote`: an id, a tab, a ref.
  fileprivate func commit(of ref: String) -> ObjectID? {
    for line in text.lines {
      let parts = line.split(separator: "\t")
      if parts.count == 2, parts[1] == ref { return ObjectID(String(parts[0])) }
    }
    return nil
  }
}
