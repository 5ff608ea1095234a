internal import CLibGit2
package import GateModel

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

extension Repository {
  /// Some tracked files whose worktree differs from the index, at most `limit` of them.
  ///
  /// Compares what the index remembers of each file (size, time) with the disk, as git does first.
  /// Untracked files are not looked for. The index file is read here, without its checksum: libgit2
  /// hashes it at every opening, which costs as much as all the rest of a small check.
  package func uncommittedPaths(atMost limit: Int) -> [RepoPath] {
    guard let root = workingTree, let index = IndexFile(at: gitFolder + "index") else { return [] }
    let folder = unsafe open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard folder >= 0 else { return [] }
    defer { close(folder) }
    var found: [RepoPath] = []
    index.forEach { entry in
      if isChanged(entry, in: folder, root) { found.append(RepoPath(bytes: entry.path)) }
      return found.count < limit
    }
    return found
  }

  private func isChanged(_ entry: IndexFile.Entry, in folder: Int32, _ root: String) -> Bool {
    var status = stat()
    let isThere = unsafe entry.withPath { unsafe fstatat(folder, $0, &status, AT_SYMLINK_NOFOLLOW) }
    guard isThere == 0 else { return true }
    if UInt32(truncatingIfNeeded: status.st_size) == entry.size,
      UInt32(truncatingIfNeeded: status.st_mtim.tv_sec) == entry.seconds,
      entry.nanoseconds == 0 || UInt32(status.st_mtim.tv_nsec) == entry.nanoseconds
    {
      return false
    }
    // Touched, or of another size: only the content tells.
    var now = git_oid()
    let path = root + RepoPath(bytes: entry.path).description
    let hashed = unsafe git_repository_hashfile(&now, pointer, path, GIT_OBJECT_BLOB, nil)
    return hashed != 0 || ObjectID(now) != ObjectID(bytes: entry.id)
  }
}
