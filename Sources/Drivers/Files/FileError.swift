#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Why something could not be written: for a person, one sentence.
package struct FileError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What could not be written and why, without a closing point.
  package var description: String

  /// Makes an error that says this.
  package init(_ description: String) {
    self.description = description
  }

  /// From the error number of the call that failed last.
  init(writing path: String) {
    description = "`\(path)` cannot be written: \(systemMessage(errno))"
  }

  /// From the error number of the call that failed last.
  init(removing path: String) {
    description = "`\(path)` cannot be removed: \(systemMessage(errno))"
  }
}
