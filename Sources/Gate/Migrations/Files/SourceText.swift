internal import GateModel

/// The largest file that is read as a migration, in bytes.
package let maximumMigrationSize = 16 << 20

extension MigrationFile {
  /// The text without a byte order mark, or why it is none.
  func text() throws(UnreadableFile) -> String {
    guard bytes.count <= maximumMigrationSize else {
      throw UnreadableFile(
        message: "the file has more than \(maximumMigrationSize >> 20) MiB, and is not read",
        hint: "move the data out of the migration, or split it")
    }
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
      throw UnreadableFile(line: 1, message: "the file is UTF-16", hint: "save it as UTF-8")
    }
    let rest = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes[3...] : bytes[...]
    if let place = rest.firstIndex(of: 0) {
      throw UnreadableFile(
        line: rest[..<place].count { $0 == 0x0A } + 1, message: "the file has a NUL byte",
        hint: "Postgres takes none in a statement: remove it, or write bytes as `'\\x00'::bytea`")
    }
    if let text = String(validating: rest, as: UTF8.self) { return text }
    // A line feed is never part of another character: some line is wrong by itself.
    var (line, start) = (1, rest.startIndex)
    while let end = rest[start...].firstIndex(of: 0x0A),
      String(validating: rest[start..<end], as: UTF8.self) != nil
    {
      (line, start) = (line + 1, end + 1)
    }
    throw UnreadableFile(
      line: line, message: "the file is not UTF-8", hint: "save it as UTF-8")
  }
}

/// Why a file is no text.
struct UnreadableFile: Error, Hashable {
  var line: Int?
  var message: String
  var hint: String

  func problem(_ path: RepoPath) -> MigrationProblem {
    MigrationProblem(.unreadable, path: path, line: line, message: message, hint: hint)
  }
}
