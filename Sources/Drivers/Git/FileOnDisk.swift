#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// A file outside git's object database.
enum FileOnDisk {
  /// The bytes of a regular file or the target of a link; nil for anything else, or where it cannot
  /// be read. Never follows a link out of the repository, and never waits on a pipe.
  static func read(_ path: String) -> (bytes: [UInt8], isSymlink: Bool)? {
    var status = stat()
    guard unsafe lstat(path, &status) == 0 else { return nil }
    switch status.st_mode & S_IFMT {
    case S_IFLNK:
      var buffer = [UInt8](repeating: 0, count: 4096)
      let count = unsafe buffer.withUnsafeMutableBytes { bytes in
        guard let start = bytes.baseAddress else { return -1 }
        return unsafe readlink(path, start.assumingMemoryBound(to: CChar.self), bytes.count)
      }
      return count < 0 ? nil : (Array(buffer.prefix(count)), true)
    case S_IFREG:
      let file = unsafe open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC)
      guard file >= 0 else { return nil }
      defer { close(file) }
      let size = min(Int(status.st_size), Repository.maximumTextSize + 1)
      return contents(file, atMost: size).map { ($0, false) }
    default: return nil
    }
  }

  /// All bytes of a regular file of git's own; nil where there is none.
  static func readWhole(_ path: String) -> [UInt8]? {
    var status = stat()
    let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    guard unsafe fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    return contents(file, atMost: Int(status.st_size))
  }

  /// At most so many bytes from where the file stands; nil where it cannot be read.
  private static func contents(_ file: Int32, atMost size: Int) -> [UInt8]? {
    var hasFailed = false
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: size) { buffer, filled in
      while filled < size {
        let start = unsafe UnsafeMutableRawPointer(buffer.baseAddress)?.advanced(by: filled)
        let count = unsafe readBytes(file, start, size - filled)
        if count < 0, errno == EINTR { continue }
        if count < 0 { hasFailed = true }
        if count <= 0 { return }
        filled += count
      }
    }
    return hasFailed ? nil : bytes
  }
}

/// The C function, whose name `read` hides here.
private func readBytes(_ file: Int32, _ start: UnsafeMutableRawPointer?, _ count: Int) -> Int {
  #if canImport(Glibc)
    unsafe Glibc.read(file, start, count)
  #else
    unsafe Darwin.read(file, start, count)
  #endif
}
