internal import CLibGit2
internal import FoundationEssentials
package import GateModel

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

extension Repository {
  /// The files that git does not know, in order, where a checkout from one tree to another writes: of those that it
  /// ignores git itself takes no notice, and they would be lost. One that is as in the second tree loses nothing.
  package func filesInTheWay(
    from old: ObjectID, to new: ObjectID
  ) throws(GitError) -> [RepoPath] {
    guard let root = workingTree else { return [] }
    let index = unsafe try Handle("read the index", freeWith: { unsafe git_index_free($0) }) {
      unsafe git_repository_index($0, pointer)
    }
    var found: Set<RepoPath> = []
    for path in Set(try diff(from: old, to: new).flatMap(\.paths)) {
      guard let after = try entry(path, in: new), try entry(path, in: old) == nil else { continue }
      for file in unknownFiles(at: path, in: root, index) {
        if file == path, let here = FileOnDisk.read(root + path.description),
          try holds(here, after, path)
        {
          continue
        }
        found.insert(file)
      }
    }
    return found.sorted()
  }

  /// What is at a path: the file that it or a folder on its way is, or the files of the folder that it is.
  private func unknownFiles(
    at path: RepoPath, in root: String, _ index: borrowing Handle
  ) -> [RepoPath] {
    var place = ""
    for name in path.description.split(separator: "/") {
      place += (place.isEmpty ? "" : "/") + name
      var status = stat()
      guard unsafe lstat(root + place, &status) == 0 else { return [] }
      if status.st_mode & S_IFMT != S_IFDIR {
        return isStaged(place, in: index) ? [] : [RepoPath(place)]
      }
    }
    // One that cannot be looked into keeps what it has: git cannot remove it either.
    let inside = (try? FileManager.default.subpathsOfDirectory(atPath: root + place)) ?? []
    return inside.map { "\(place)/\($0)" }.filter { file in
      var status = stat()
      return unsafe lstat(root + file, &status) == 0 && status.st_mode & S_IFMT != S_IFDIR
        && !isStaged(file, in: index)
    }.map { RepoPath($0) }
  }

  private func isStaged(_ path: String, in index: borrowing Handle) -> Bool {
    defer { git_error_clear() }
    return unsafe git_index_get_bypath(index.pointer, path, 0) != nil
  }
}
