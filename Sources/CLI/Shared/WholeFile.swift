#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Files that are written whole or not at all, whenever the gate is killed.
enum WholeFile {
  /// Writes a file where there is none, not even a link; false where there is one.
  static func create(_ path: String, _ text: String, mode: mode_t = 0o644) throws -> Bool {
    let temporary = try beside(path, text, mode)
    defer { unsafe unlink(temporary) }
    // A link, unlike a rename, never replaces what is there.
    if unsafe link(temporary, path) == 0 { return true }
    guard errno == EEXIST else { throw failure(path) }
    return false
  }

  /// Puts a text in the place of a file and keeps its mode. A symbolic link is refused: what it leads
  /// to may be anybody's.
  static func replace(_ path: String, _ text: String) throws {
    var state = stat()
    let isThere = unsafe lstat(path, &state) == 0
    if isThere, state.st_mode & S_IFMT != S_IFREG {
      throw Failure("`\(path)` is no plain file; it is left as it is", exit: .unjudged)
    }
    let kept = isThere ? state.st_mode & 0o7777 : 0o644
    let temporary = try beside(path, text, kept)
    guard unsafe rename(temporary, path) == 0 else {
      let failure = failure(path)
      unsafe unlink(temporary)
      throw failure
    }
  }

  /// Makes a folder inside a folder, and those between; a link on the way is refused, because it may
  /// lead out of the repository.
  static func makeFolder(_ relative: String, in root: String) throws {
    var path = root
    for name in relative.split(separator: "/") {
      path += "/\(name)"
      var state = stat()
      if unsafe mkdir(path, 0o777) != 0, errno != EEXIST { throw failure(path) }
      guard unsafe lstat(path, &state) == 0, state.st_mode & S_IFMT == S_IFDIR else {
        throw Failure("`\(path)` is no folder; it is left as it is", exit: .unjudged)
      }
    }
  }

  /// The text in a new file beside its place, on the disk.
  private static func beside(_ path: String, _ text: String, _ mode: mode_t) throws -> String {
    let temporary = "\(path).gate-\(getpid())-\(UInt32.random(in: .min ... .max))"
    let file = unsafe open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
    guard file >= 0 else { throw failure(path) }
    defer { close(file) }
    do {
      try write(text, to: file, path)
      // The umask has had its say for a new file; the mode of an old one is kept as it was.
      if mode != 0o644, mode != 0o755, fchmod(file, mode) != 0 { throw failure(path) }
      if fsync(file) != 0 { throw failure(path) }
      return temporary
    } catch {
      unsafe unlink(temporary)
      throw error
    }
  }

  private static func write(_ text: String, to file: Int32, _ path: String) throws {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let count = unsafe bytes.withUnsafeBytes { buffer in
        #if canImport(Glibc)
          unsafe Glibc.write(file, buffer.baseAddress, buffer.count)
        #else
          unsafe Darwin.write(file, buffer.baseAddress, buffer.count)
        #endif
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw failure(path) }
      bytes = bytes.dropFirst(count)
    }
  }

  private static func failure(_ path: String) -> Failure {
    let reason = unsafe String(cString: strerror(errno))
    return Failure("`\(path)` cannot be written: \(reason)", exit: .unjudged)
  }
}
