internal import CLibGit2
internal import GateModel

extension Repository {
  /// The folder where git looks for hooks: `core.hooksPath`, or `hooks` in the folder that all
  /// worktrees share. Without `/` at its end. Source: githooks(5).
  package func hooksFolder() throws(GitError) -> String {
    var config: OpaquePointer?
    let opened = unsafe git_repository_config_snapshot(&config, pointer)
    defer { unsafe git_config_free(config) }
    guard opened >= 0 else { throw lastError(opened, "read git's configuration") }
    var path = unsafe git_buf()
    defer { unsafe git_buf_dispose(&path) }
    let found = unsafe git_config_get_path(&path, config, "core.hooksPath")
    if found < 0 {
      git_error_clear()
      return withoutSlash(source.commonFolder) + "/hooks"
    }
    let text = unsafe path.ptr.map { unsafe String(cString: $0) } ?? ""
    // A relative one is meant from where hooks run: the top of the worktree.
    let top = workingTree ?? source.commonFolder
    return withoutSlash(text.hasPrefix("/") ? text : top + text)
  }

  private func withoutSlash(_ path: String) -> String {
    path.hasSuffix("/") && path.utf8.count > 1 ? String(path.dropLast()) : path
  }
}
