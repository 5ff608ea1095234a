internal import CLibGit2
internal import GateModel

/// A working tree of a repository: the main one, or one that `git worktree add` made.
package struct LinkedWorktree: Sendable, Hashable {
  /// Its top folder, absolute, without a closing `/`.
  package var folder: String
  /// The name by which git keeps it; nil for the main one.
  package var name: String?
  /// The branch that is checked out there; nil where HEAD is detached or cannot be read.
  package var branch: String?
  /// Whether its folder is still there.
  package var isThere: Bool
  /// What git has begun there and not ended; nil for nothing.
  package var operation: Operation?

  /// A command of git that waits for a person.
  package struct Operation: Sendable, Hashable {
    /// `rebase`, `merge`, `bisect`: git's own word.
    package var name: String
    /// The branch that it is about, which HEAD may hide; nil where it is about none.
    package var branch: String?

    /// The command that gives it up in its folder.
    package func ending(in folder: String) -> String {
      "git -C \(folder) " + (name == "bisect" ? "bisect reset" : "\(name) --abort")
    }
  }

  /// The branch that work in it is about: the one that is checked out, or the one that a rebase or a bisection
  /// will come back to.
  package var heldBranch: String? { branch ?? operation?.branch }
}

extension Repository {
  /// The main working tree, unless the repository is bare, and the linked ones in the order of names.
  package func worktrees() throws(GitError) -> [LinkedWorktree] {
    var found: [LinkedWorktree] = []
    let main = try Repository(at: source.commonFolder)
    if let folder = main.workingTree {
      found.append(
        LinkedWorktree(
          folder: String(folder.dropLast()), name: nil, branch: main.currentBranch, isThere: true,
          operation: main.operation))
    }
    var names = unsafe git_strarray()
    defer { unsafe git_strarray_dispose(&names) }
    let repository = unsafe pointer
    try git("list the worktrees") { unsafe git_worktree_list(&names, repository) }
    for index in 0..<(unsafe names.count) {
      guard let text = unsafe names.strings[index] else { continue }
      found.append(try worktree(named: unsafe String(cString: text)))
    }
    return found
  }

  private func worktree(named name: String) throws(GitError) -> LinkedWorktree {
    let repository = unsafe pointer
    let handle = unsafe try Handle(
      "read the worktree `\(name)`", freeWith: { unsafe git_worktree_free($0) }
    ) { unsafe git_worktree_lookup($0, repository, name) }
    let folder = unsafe git_worktree_path(handle.pointer).map { unsafe String(cString: $0) } ?? ""
    let isThere = unsafe git_worktree_validate(handle.pointer) == 0
    git_error_clear()
    guard isThere else {
      return LinkedWorktree(folder: folder, name: name, branch: nil, isThere: false)
    }
    let there = try Repository(at: folder)
    return LinkedWorktree(
      folder: folder, name: name, branch: there.currentBranch, isThere: true,
      operation: there.operation)
  }

  /// What is under way in this working tree. Source: git, wt-status.c.
  private var operation: LinkedWorktree.Operation? {
    let state = unsafe git_repository_state(pointer)
    let name: String
    switch git_repository_state_t(UInt32(state)) {
    case GIT_REPOSITORY_STATE_NONE: return nil
    case GIT_REPOSITORY_STATE_MERGE: name = "merge"
    case GIT_REPOSITORY_STATE_REVERT, GIT_REPOSITORY_STATE_REVERT_SEQUENCE: name = "revert"
    case GIT_REPOSITORY_STATE_CHERRYPICK, GIT_REPOSITORY_STATE_CHERRYPICK_SEQUENCE:
      name = "cherry-pick"
    case GIT_REPOSITORY_STATE_BISECT: name = "bisect"
    case GIT_REPOSITORY_STATE_APPLY_MAILBOX: name = "am"
    default: name = "rebase"
    }
    return LinkedWorktree.Operation(name: name, branch: currentBranch ?? hiddenBranch)
  }

  /// The branch that a rebase or a bisection will come back to.
  private var hiddenBranch: String? {
    for file in ["rebase-merge/head-name", "rebase-apply/head-name", "BISECT_START"] {
      guard let bytes = FileOnDisk.readWhole(source.gitFolder + file) else { continue }
      let name = String(decoding: bytes.prefix { $0 != 0x0A }, as: UTF8.self)
      return branchName(ofRef: name) ?? name
    }
    return nil
  }

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
}
