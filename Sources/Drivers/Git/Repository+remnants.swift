internal import CLibGit2
package import GateModel

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

extension Repository {
  /// Removes from the working tree what a checkout from one tree to another has written before it was killed:
  /// files that are as in the second tree, and beginnings of such. They can be written again from there, and
  /// git takes a file that is gone for one that nobody has changed. All else stays.
  package func removeRemnants(from old: ObjectID, to new: ObjectID) throws(GitError) {
    guard let root = workingTree else { return }
    let staged = unsafe try Handle("read the index", freeWith: { unsafe git_index_free($0) }) {
      unsafe git_repository_index($0, pointer)
    }
    let paths = try diff(from: old, to: new).flatMap(\.paths)
    for path in Set(paths) where isOwn(path, in: root) {
      guard let file = FileOnDisk.read(root + path.description) else {
        removeEmptyFolders(to: path, in: root)
        continue
      }
      guard let after = try entry(path, in: new), after.kind != .submodule,
        !isStaged(after, at: path, in: staged)
      else { continue }
      let before = try entry(path, in: old)
      if try holds(file, before, path), before?.kind == after.kind { continue }
      let isWhole = try holds(file, after, path)
      let isBegun = try isBeginning(file, of: after, path)
      guard isWhole || isBegun else { continue }
      // What cannot be removed is in the way of the next checkout, which says so.
      unsafe unlink(root + path.description)
      removeEmptyFolders(to: path, in: root)
    }
  }

  /// Removes from the working tree what is as in the first tree, or only begun, where the index is as in the second.
  /// A file that is neither stays.
  ///
  /// - Returns: the paths of the second tree whose files are not there, or are not as in it.
  package func removeOutdated(
    from old: ObjectID, to new: ObjectID
  ) throws(GitError) -> [RepoPath] {
    guard let root = workingTree else { return [] }
    let staged = unsafe try Handle("read the index", freeWith: { unsafe git_index_free($0) }) {
      unsafe git_repository_index($0, pointer)
    }
    var missing: [RepoPath] = []
    let paths = Set(try diff(from: old, to: new).flatMap(\.paths))
    for path in paths.sorted() {
      let (before, after) = (try entry(path, in: old), try entry(path, in: new))
      // Where a folder on its way leads elsewhere, git says that it cannot write there.
      let file = isOwn(path, in: root) ? FileOnDisk.read(root + path.description) : nil
      var isBefore = false
      if let file { isBefore = try holds(file, before, path) }
      guard let after else {
        // It goes; one that somebody has put there since is his.
        let isStaged = unsafe git_index_get_bypath(staged.pointer, path.description, 0) != nil
        git_error_clear()
        if isBefore, !isStaged {
          unsafe unlink(root + path.description)
          removeEmptyFolders(to: path, in: root)
        }
        continue
      }
      guard after.kind != .submodule, isStaged(after, at: path, in: staged),
        !isSparse(path, in: staged)
      else { continue }
      if let file {
        let isAfter = try holds(file, after, path)
        if isAfter, hasMode(of: after, root + path.description) { continue }
        let isBegun = try isBeginning(file, of: after, path)
        if isBefore || isBegun { unsafe unlink(root + path.description) }
      }
      missing.append(path)
    }
    return missing
  }

  private func hasMode(of entry: ChangedFile.Entry, _ file: String) -> Bool {
    entry.kind == .symlink || (unsafe access(file, X_OK) == 0) == (entry.kind == .executable)
  }

  /// Whether a sparse checkout leaves it out.
  private func isSparse(_ path: RepoPath, in index: borrowing Handle) -> Bool {
    guard let staged = unsafe git_index_get_bypath(index.pointer, path.description, 0) else {
      git_error_clear()
      return false
    }
    return unsafe Int(staged.pointee.flags_extended) & Int(GIT_INDEX_ENTRY_SKIP_WORKTREE.rawValue)
      != 0
  }

  /// Whether an entry is staged already: where somebody has put the new file there, it is no remnant.
  private func isStaged(
    _ entry: ChangedFile.Entry, at path: RepoPath, in index: borrowing Handle
  ) -> Bool {
    guard let staged = unsafe git_index_get_bypath(index.pointer, path.description, 0) else {
      git_error_clear()
      return false
    }
    let isExecutable = unsafe staged.pointee.mode == GIT_FILEMODE_BLOB_EXECUTABLE.rawValue
    return unsafe ObjectID(staged.pointee.id) == entry.id
      && isExecutable == (entry.kind == .executable)
  }

  /// Whether a file has an entry's content; what a checkout adds to it does not count.
  func holds(
    _ file: (bytes: [UInt8], isSymlink: Bool), _ entry: ChangedFile.Entry?, _ path: RepoPath
  ) throws(GitError) -> Bool {
    guard let entry, let id = entry.id, file.isSymlink == (entry.kind == .symlink),
      let content = try blob(id, atMost: Repository.maximumTextSize)
    else { return false }
    return file.bytes == content || worktreeBytes(path) == content
  }

  private func isBeginning(
    _ file: (bytes: [UInt8], isSymlink: Bool), of entry: ChangedFile.Entry, _ path: RepoPath
  ) throws(GitError) -> Bool {
    guard let id = entry.id, !file.isSymlink else { return false }
    // Where a filter makes the file, only an empty one is known to be begun.
    if file.bytes.isEmpty { return true }
    guard let content = try blob(id, atMost: .max) else { return false }
    return content.starts(with: file.bytes) || content.starts(with: worktreeBytes(path) ?? [0])
  }

  /// Whether no folder on its way is a link, which would lead out of the working tree.
  private func isOwn(_ path: RepoPath, in root: String) -> Bool {
    var folder = root
    for name in path.description.split(separator: "/").dropLast() {
      folder += (folder.hasSuffix("/") ? "" : "/") + name
      var status = stat()
      guard unsafe lstat(folder, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
        return false
      }
    }
    return true
  }

  /// Git does not know them, and one of them may be where a file was.
  private func removeEmptyFolders(to path: RepoPath, in root: String) {
    var names = path.description.split(separator: "/")[...]
    while !names.isEmpty {
      // The path itself is a folder where a file was.
      let isGone = unsafe rmdir(root + names.joined(separator: "/")) == 0 || errno == ENOENT
      guard isGone else { return }
      names.removeLast()
    }
  }
}
