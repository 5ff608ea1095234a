internal import Files

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// A lock on a file, given up when the value goes away or its process ends, however it ends.
/// Source: flock(2).
package struct FileLock: ~Copyable {
  private let file: Int32

  /// Whom the lock excludes.
  package enum Kind: Sendable {
    /// Nobody else holds any.
    case exclusive
    /// Others may hold shared ones.
    case shared
  }

  /// Makes the file where there is none, and does not wait: nil where another holds a lock that
  /// excludes this one.
  package init?(_ path: String, _ kind: Kind) throws(LockError) {
    let file = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard file >= 0 else { throw LockError(number: errno) }
    while flock(file, (kind == .exclusive ? LOCK_EX : LOCK_SH) | LOCK_NB) != 0 {
      let error = errno
      if error == EINTR { continue }
      close(file)
      if error == EWOULDBLOCK { return nil }
      throw LockError(number: error)
    }
    self.file = file
  }

  deinit {
    close(file)
  }

  /// Hands the lock on to every process that is started from now on: it is held as long as one of them
  /// lives.
  package func inherit() {
    _ = fcntl(file, F_SETFD, 0)
  }
}

/// Why a lock file cannot be used.
package struct LockError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The system's `errno`.
  package var number: Int32

  /// The system's own words for the number.
  package var description: String { systemMessage(number) }
}
