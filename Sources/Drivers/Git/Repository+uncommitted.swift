internal import CLibGit2
package import GateModel

extension Repository {
  /// Begins to look for uncommitted work; nil in a bare repository.
  package func searchUncommitted() -> UncommittedSearch? {
    workingTree.map { UncommittedSearch(root: $0, index: source.gitFolder + "index") }
  }

  /// Some tracked files whose worktree or index differs from HEAD, at most `limit` of them; nil where
  /// the index is of a kind that the gate does not read (a split one).
  ///
  /// - Parameter head: the tree of HEAD.
  package func uncommitted(
    _ search: UncommittedSearch, head: ObjectID, atMost limit: Int
  ) throws(GitError) -> [RepoPath]? {
    guard let (index, suspects) = search.result() else { return nil }
    var paths: [RepoPath] = []
    for entry in suspects where paths.count < limit {
      let path = index.path(of: entry)
      if isChanged(index.id(of: entry), at: search.root + path.description) { paths.append(path) }
    }
    guard paths.count < limit, index.tree != head else { return paths }
    for file in try stagedChanges(from: head) where paths.count < limit {
      if !paths.contains(file.path) { paths.append(file.path) }
    }
    return paths.sorted()
  }

  private func isChanged(_ id: ObjectID, at path: String) -> Bool {
    guard let file = FileOnDisk.read(path) else { return true }
    var now = git_oid()
    // A link's content is its target; a file's goes through the filters that git has for it.
    let code =
      unsafe file.isSymlink
      ? git_odb_hash(&now, file.bytes, file.bytes.count, GIT_OBJECT_BLOB)
      : git_repository_hashfile(&now, pointer, path, GIT_OBJECT_BLOB, nil)
    if code != 0 { git_error_clear() }  // Gone meanwhile.
    return code != 0 || ObjectID(now) != id
  }
}
