internal import CLibGit2

extension Repository {
  /// What is under way in this working tree. Source: git, wt-status.c.
  var operation: LinkedWorktree.Operation? {
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
}
