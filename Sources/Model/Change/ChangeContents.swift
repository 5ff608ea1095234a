/// Reads what a rule asks for, and nothing before it asks: the contents behind a `Change`.
///
/// Conformers: the repository itself, and a few files in memory for examples and tests.
package protocol ChangeContents {
  /// Every file of one side, in no particular order.
  func paths(at side: Side) throws -> [RepoPath]
  /// A file of one side; nil where there is none.
  func file(_ path: RepoPath, at side: Side) throws -> FileContent?
  /// The bytes of a regular file of one side, unread; nil for anything else.
  func bytes(_ path: RepoPath, at side: Side) throws -> [UInt8]?
  /// The runs of lines that differ between both sides of a file, from the top down, in their bytes.
  /// Empty for what is not text; throws for source that is too large to be read.
  func hunks(of file: ChangedFile) throws -> [Hunk]
}

/// What is in a file.
package enum FileContent: Sendable, Hashable {
  /// Bytes that are not UTF-8 are replaced by U+FFFD.
  case text(String)
  /// Holds a NUL byte and is no source, or is larger than the gate reads (16 MiB).
  case binary
  case symlink(target: String)
  case submodule(commit: String)

  /// The text, where it is one.
  package var text: String? {
    if case .text(let text) = self { text } else { nil }
  }
}

extension String {
  /// The lines without their ends (LF or CR LF). A closing line end does not begin another line.
  package var lines: [Substring] {
    var lines = utf8.split(separator: 0x0A, omittingEmptySubsequences: false).map { line in
      Substring(line.last == 0x0D ? line.dropLast() : line)
    }
    if lines.last?.isEmpty == true { lines.removeLast() }
    return lines
  }
}
