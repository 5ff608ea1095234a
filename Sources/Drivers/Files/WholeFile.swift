internal import FoundationEssentials

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Files that are written whole or not at all, whenever the process is killed. Each is written beside
/// its place first.
package enum WholeFile {
  /// Writes a file where there is none, not even a link; false where there is one.
  ///
  /// - Parameter mode: the permission bits, as far as the umask allows.
  package static func create(
    _ path: String, _ text: String, mode: UInt32 = 0o644
  ) throws(FileError) -> Bool {
    let new = temporary(beside: path)
    defer { unsafe unlink(new) }
    try write(
      Array(text.utf8), toFile: new, O_CREAT | O_EXCL, mode: mode_t(mode), isSynced: true,
      named: path)
    // A link, unlike a rename, never replaces what is there.
    if unsafe link(new, path) == 0 { return true }
    guard errno == EEXIST else { throw FileError(writing: path) }
    return false
  }

  /// Puts a text in the place of a file and keeps its mode. A symbolic link is refused: what it leads
  /// to may be anybody's.
  package static func replace(_ path: String, _ text: String) throws(FileError) {
    try replace(path, bytes: Array(text.utf8))
  }

  /// The same with bytes that need not be a text.
  ///
  /// - Parameter mode: the permission bits of a file that was not there, as far as the umask allows.
  package static func replace(
    _ path: String, bytes: [UInt8], mode: UInt32 = 0o644
  ) throws(FileError) {
    var state = stat()
    let isThere = unsafe lstat(path, &state) == 0
    if isThere, state.st_mode & S_IFMT != S_IFREG {
      throw FileError("`\(path)` is no plain file; it is left as it is")
    }
    let new = temporary(beside: path)
    do throws(FileError) {
      try write(
        bytes, toFile: new, O_CREAT | O_EXCL, mode: mode_t(mode), isSynced: true, named: path)
      if isThere, unsafe chmod(new, state.st_mode & 0o7777) != 0 { throw FileError(writing: path) }
      guard unsafe rename(new, path) == 0 else { throw FileError(writing: path) }
    } catch {
      unsafe unlink(new)
      throw error
    }
  }

  /// Puts several texts in the places of files of one folder. They take their places one after the
  /// other under a lock on the folder, so that of two writers at once one comes last, with all of its
  /// files. They can be made again, so nobody waits for the disk.
  package static func replace(
    _ files: [(path: String, text: String)], in folder: String
  ) throws(FileError) {
    let lock = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard lock >= 0 else { throw FileError(writing: folder) }
    defer { close(lock) }
    var written: [(new: String, path: String)] = []
    // Those that did not take their places.
    defer { for (new, _) in written { unsafe unlink(new) } }
    for (path, text) in files {
      let new = temporary(beside: path)
      written.append((new, path))
      try write(
        Array(text.utf8), toFile: new, O_CREAT | O_EXCL, mode: 0o644, isSynced: false, named: path)
    }
    while flock(lock, LOCK_EX) != 0 {
      guard errno == EINTR else { throw FileError(writing: folder) }
    }
    while let (new, path) = written.first {
      guard unsafe rename(new, path) == 0 else { throw FileError(writing: path) }
      written.removeFirst()
    }
  }

  /// Removes what writers of a file left beside it that were killed; not while others write it.
  ///
  /// - Returns: whether there was anything.
  package static func removeLeftovers(of path: String) throws(FileError) -> Bool {
    let (folder, prefix) = (String(folder(of: path)), temporaryPrefix(of: path))
    // Where there is no such folder, nothing is in it.
    let names = try? FileManager.default.contentsOfDirectory(atPath: folder.isEmpty ? "." : folder)
    let left = (names ?? []).filter { $0.hasPrefix(prefix) }
    for name in left where unsafe unlink(folder + name) != 0 && errno != ENOENT {
      throw FileError(removing: folder + name)
    }
    return !left.isEmpty
  }

  private static func temporary(beside path: String) -> String {
    let end = String(UInt64.random(in: .min ... .max), radix: 36)
    return folder(of: path) + temporaryPrefix(of: path) + end
  }

  private static func temporaryPrefix(of path: String) -> String {
    ".\(path.dropFirst(folder(of: path).count)).gate-"
  }

  /// With `/` at its end; empty for the one in which the process works.
  private static func folder(of path: String) -> Substring {
    path.lastIndex(of: "/").map { path[...$0] } ?? ""
  }
}
