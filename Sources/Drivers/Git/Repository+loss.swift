internal import CLibGit2
package import GateModel

/// What is in a working tree and in no commit, and would be lost with it.
extension Repository {
  /// What is not committed in its working tree; none in a bare repository.
  ///
  /// - Parameter untracked: whether files count that git does not know yet, unless it ignores them.
  package func uncommittedFiles(untracked: Bool) throws(GitError) -> [String] {
    guard workingTree != nil else { return [] }
    let head: ObjectID
    do throws(GitError) {
      head = try tree(of: commit(named: "HEAD"))
    } catch  where error.kind == .unbornBranch {
      return []
    }
    let inFiles = try worktreeChanges(from: head).filter { untracked || $0.status != .added }
    let changed = try inFiles + stagedChanges(from: head)
    return Set(changed.flatMap(\.paths).map(\.description)).sorted()
  }

  /// What git ignores in its working tree, in order: files, and folders that are ignored as a whole, with
  /// `/` at their end.
  package func ignoredFiles() throws(GitError) -> [RepoPath] {
    let flags =
      GIT_DIFF_INCLUDE_IGNORED.rawValue | GIT_DIFF_INCLUDE_UNTRACKED.rawValue
      | GIT_DIFF_RECURSE_UNTRACKED_DIRS.rawValue
    var found: [RepoPath] = []
    try eachDifference(from: nil, flags) { status, path throws(GitError) in
      if status == GIT_DELTA_IGNORED { found.append(path) }
    }
    return found.sorted()
  }

  /// What somebody put into a working tree whose checkout was cut off: all but files of HEAD, the last of
  /// which may be there in part.
  package func filesBesideHead() throws(GitError) -> [RepoPath] {
    let head: ObjectID?
    do throws(GitError) {
      head = try tree(of: commit(named: "HEAD"))
    } catch  where error.kind == .unbornBranch {
      head = nil
    }
    let flags =
      GIT_DIFF_INCLUDE_IGNORED.rawValue | GIT_DIFF_RECURSE_IGNORED_DIRS.rawValue
      | GIT_DIFF_INCLUDE_UNTRACKED.rawValue | GIT_DIFF_RECURSE_UNTRACKED_DIRS.rawValue
    var found: [RepoPath] = []
    try eachDifference(from: head, flags) { status, path throws(GitError) in
      if status == GIT_DELTA_DELETED { return }
      if status == GIT_DELTA_MODIFIED, let head, try isBeginning(path, of: head) { return }
      found.append(path)
    }
    return found.sorted()
  }

  private func isBeginning(_ path: RepoPath, of tree: ObjectID) throws(GitError) -> Bool {
    guard let id = try entry(path, in: tree)?.id, let bytes = worktreeBytes(path),
      let whole = try blob(id, atMost: Repository.maximumTextSize)
    else { return false }
    return whole.starts(with: bytes)
  }

  /// Goes through what differs between a tree, or the index, and the working tree.
  private func eachDifference(
    from tree: ObjectID?, _ flags: UInt32,
    _ body: (git_delta_t, RepoPath) throws(GitError) -> Void
  ) throws(GitError) {
    guard workingTree != nil else { return }
    let repository = unsafe pointer
    var options = unsafe gate_git_diff_options()
    unsafe options.flags = flags
    var before: OpaquePointer?
    defer { unsafe git_tree_free(before) }
    if var oid = tree?.raw {
      try git("read a tree") { unsafe git_tree_lookup(&before, repository, &oid) }
    }
    let start = unsafe before
    let diff = unsafe try Handle("look at the worktree", freeWith: { unsafe git_diff_free($0) }) {
      unsafe tree == nil
        ? git_diff_index_to_workdir($0, repository, nil, &options)
        : git_diff_tree_to_workdir($0, repository, start, &options)
    }
    for index in 0..<(unsafe git_diff_num_deltas(diff.pointer)) {
      guard let delta = unsafe git_diff_get_delta(diff.pointer, index) else { continue }
      if let path = unsafe path(of: delta.pointee) {
        try body(unsafe delta.pointee.status, path)
      }
    }
  }
}
