#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// What tells a file from the one that was at its path before, and from itself before it was written to.
package struct FileMark: Sendable, Hashable {
  /// The file's number on its device: another one for a file that took its place.
  package let number: UInt64
  /// The device's number.
  package let device: UInt64
  /// In bytes.
  package let size: Int
  /// When it was last written, in nanoseconds since 1970.
  package let modified: Int64

  /// Of the plain file at a path, or that a link there leads to; nil where there is none.
  package init?(_ path: String) {
    var state = stat()
    guard unsafe stat(path, &state) == 0 else { return nil }
    self.init(state)
  }

  fileprivate init?(_ state: stat) {
    guard state.st_mode & S_IFMT == S_IFREG else { return nil }
    #if canImport(Glibc)
      let time = state.st_mtim
    #else
      let time = state.st_mtimespec
    #endif
    number = UInt64(state.st_ino)
    device = UInt64(truncatingIfNeeded: state.st_dev)
    size = Int(state.st_size)
    modified = Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
  }

  /// Whether both are of one file, at two moments.
  package func isSameFile(as other: FileMark) -> Bool {
    number == other.number && device == other.device
  }
}

/// A part of a file that others write to.
package struct FilePart: Sendable, Hashable {
  /// Fewer than asked for where the file ends.
  package let bytes: [UInt8]
  /// Of the file that they are from, before they were read.
  package let mark: FileMark

  /// Reads a part; nil where there is no plain file.
  ///
  /// - Parameters:
  ///   - offset: in bytes.
  ///   - count: of bytes at most.
  package static func read(
    _ path: String, from offset: Int = 0, atMost count: Int
  ) throws(FileError) -> FilePart? {
    // Not to wait for the other end of a pipe.
    let file = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard file >= 0 else {
      if errno == ENOENT { return nil }
      throw FileError("`\(path)` cannot be read: \(systemMessage(errno))")
    }
    defer { close(file) }
    var state = stat()
    guard unsafe fstat(file, &state) == 0, let mark = FileMark(state) else { return nil }
    var bytes = [UInt8](repeating: 0, count: max(0, min(count, mark.size - offset)))
    var filled = 0
    while filled < bytes.count {
      let read = unsafe bytes.withUnsafeMutableBytes { buffer in
        unsafe pread(
          file, buffer.baseAddress?.advanced(by: filled), buffer.count - filled,
          off_t(offset + filled))
      }
      if read == 0 { break }
      if read < 0 {
        if errno == EINTR { continue }
        throw FileError("`\(path)` cannot be read: \(systemMessage(errno))")
      }
      filled += read
    }
    return FilePart(bytes: Array(bytes.prefix(filled)), mark: mark)
  }
}
