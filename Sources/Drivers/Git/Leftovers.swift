internal import GateModel

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// What stands in a working copy and is not of its state: left by an earlier command.
///
/// Works on bytes, since a command may name its files as it likes, and never follows a link.
struct Leftovers {
  private let tracked: [[UInt8]: mode_t]
  private let keep: GlobSet

  /// - Parameter tracked: what is to stay, with its kind (`S_IFREG`, `S_IFLNK`; `S_IFDIR` for a folder
  ///   with all that is in it). Of another kind, it is a leftover too, and so is a file with a second
  ///   name, which may be anywhere.
  init(tracked: [[UInt8]: mode_t] = [:], keep: GlobSet = GlobSet([])) {
    self.tracked = tracked
    self.keep = keep
  }

  /// Removes them all.
  func remove(from folder: String) throws(GitError) {
    _ = try clear(open(folder), at: [])
  }

  /// Removes them from one entry of a folder, and the entry itself.
  func remove(_ name: String, from folder: String) throws(GitError) {
    let parent = try open(folder)
    defer { close(parent) }
    _ = try remove(Array(name.utf8), from: parent, at: Array(name.utf8))
  }

  private func open(_ folder: String) throws(GitError) -> Int32 {
    let file = openFolder(folder)
    guard file >= 0 else { throw failure(Array(folder.utf8)) }
    return file
  }

  /// Takes the folder over, and answers whether it is empty now.
  private func clear(_ folder: Int32, at parent: [UInt8]) throws(GitError) -> Bool {
    defer { close(folder) }
    var isEmpty = true
    for name in try names(in: folder, at: parent) {
      let path = parent.isEmpty ? name : parent + [UInt8(ascii: "/")] + name
      let isRemoved = try remove(name, from: folder, at: path)
      isEmpty = isEmpty && isRemoved
    }
    return isEmpty
  }

  private func remove(
    _ name: [UInt8], from folder: Int32, at path: [UInt8]
  ) throws(GitError) -> Bool {
    let cName = name.map { CChar(bitPattern: $0) } + [0]
    var status = stat()
    guard unsafe fstatat(folder, cName, &status, AT_SYMLINK_NOFOLLOW) == 0 else { return true }
    let kind = status.st_mode & S_IFMT
    let isFolder = kind == S_IFDIR
    if isKept(path, isFolder: isFolder) { return false }
    if tracked[path] == kind, isFolder || status.st_nlink == 1 { return false }
    guard isFolder else {
      guard unsafe unlinkat(folder, cName, 0) == 0 else { throw failure(path) }
      return true
    }
    // A command may have left a folder that its owner cannot look into.
    if status.st_mode & S_IRWXU != S_IRWXU {
      guard unsafe fchmodat(folder, cName, status.st_mode | S_IRWXU, 0) == 0 else {
        throw failure(path)
      }
    }
    let inner = unsafe openat(folder, cName, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    guard inner >= 0 else { throw failure(path) }
    guard try clear(inner, at: path) else { return false }
    guard unsafe unlinkat(folder, cName, AT_REMOVEDIR) == 0 else { throw failure(path) }
    return true
  }

  private func isKept(_ path: [UInt8], isFolder: Bool) -> Bool {
    guard !keep.isEmpty else { return false }
    return keep.contains(RepoPath(bytes: path))
      || isFolder && keep.contains(RepoPath(bytes: path + Array("/x".utf8)))
  }

  private func names(in folder: Int32, at path: [UInt8]) throws(GitError) -> [[UInt8]] {
    let copy = fcntl(folder, F_DUPFD_CLOEXEC, 0)
    guard copy >= 0, let stream = unsafe fdopendir(copy) else { throw failure(path) }
    defer { unsafe closedir(stream) }
    var names: [[UInt8]] = []
    while let entry = unsafe readdir(stream) {
      let name = unsafe withUnsafeBytes(of: entry.pointee.d_name) { bytes in
        unsafe Array(bytes.prefix { $0 != 0 })
      }
      if name != [UInt8(ascii: ".")], name != Array("..".utf8) { names.append(name) }
    }
    return names
  }

  private func failure(_ path: [UInt8]) -> GitError {
    let reason = unsafe strerror(errno).map { unsafe String(cString: $0) } ?? "error \(errno)"
    return GitError(
      .other, "could not clear `\(RepoPath(bytes: path))` out of the working copy: \(reason)")
  }
}

/// The C function, whose name `open` hides in a method of that name.
private func openFolder(_ path: String) -> Int32 {
  unsafe open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
}
