internal import CLibGit2
package import GateModel

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

extension Repository {
  /// Some tracked files whose worktree or index differs from HEAD, at most `limit` of them.
  ///
  /// Compares what the index remembers of each file (size, time) with the disk, as git does first;
  /// untracked files are not looked for. A full status costs ten times as much.
  package func uncommittedPaths(atMost limit: Int) -> [RepoPath] {
    guard let root = workingTree else { return [] }
    let repository = unsafe pointer
    guard
      let index = unsafe try? Handle(
        "open the index", freeWith: { unsafe git_index_free($0) },
        { unsafe git_repository_index($0, repository) })
    else { return [] }  // No index: nothing is staged or tracked.
    var found: [RepoPath] = []
    for position in 0..<(unsafe git_index_entrycount(index.pointer)) where found.count < limit {
      guard let entry = unsafe git_index_get_byindex(index.pointer, position)?.pointee,
        let name = unsafe entry.path, unsafe UInt32(entry.mode) != GIT_FILEMODE_COMMIT.rawValue
      else { continue }
      if unsafe isChanged(entry, root + String(cString: name)) {
        found.append(unsafe RepoPath(String(cString: name)))
      }
    }
    return found
  }

  private func isChanged(_ entry: git_index_entry, _ path: String) -> Bool {
    if unsafe (entry.flags_extended & (1 << 14)) != 0 { return false }  // Sparse: not on disk.
    var status = stat()
    guard unsafe lstat(path, &status) == 0 else { return true }
    let size = UInt32(truncatingIfNeeded: status.st_size)
    let isSameTime = unsafe status.st_mtim.tv_sec == Int(entry.mtime.seconds)
    if unsafe size == entry.file_size && isSameTime { return false }
    // Touched, or of another size: only the content tells.
    var (known, now) = unsafe (entry.id, git_oid())
    let kind = GIT_OBJECT_BLOB
    guard unsafe git_repository_hashfile(&now, pointer, path, kind, nil) == 0 else { return true }
    return unsafe git_oid_equal(&known, &now) == 0
  }
}
