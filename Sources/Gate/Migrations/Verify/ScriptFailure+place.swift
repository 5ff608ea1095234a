internal import Postgres

extension ScriptFailure {
  /// Finds the place of an error.
  ///
  /// - Parameters:
  ///   - offset: of the statement in the text, in bytes.
  ///   - isStatement: whether the error's own position is one in that statement.
  init(
    _ error: PostgresError, in text: MigrationText, at offset: Int, isStatement: Bool = true
  ) {
    let bytes = Array(text.text.utf8)
    var place = min(offset, bytes.count)
    if isStatement, let position = error.position {
      // In characters: every byte that does not go on with one begins one.
      var left = position - 1
      while place < bytes.count {
        if bytes[place] & 0xC0 != 0x80 {
          if left == 0 { break }
          left -= 1
        }
        place += 1
      }
    }
    // What is missing at the end is told of in the last line that has something.
    let isEnd = place == bytes.count
    while isEnd, place > 0, bytes[place - 1].isBlank { place -= 1 }
    let start = bytes[..<place].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
    let end = bytes[place...].firstIndex(of: 0x0A) ?? bytes.count
    let line = String(decoding: bytes[start..<end], as: UTF8.self)
    var error = error
    if error.sqlState == .invalidTransactionTermination, MigrationScript(text).isTransactional {
      // A procedure's COMMIT: what it does is not known before it runs.
      error.hint =
        "it commits by itself: put `-- gate:no-transaction` in the first line, or what the format has "
        + "for it, and it runs without a transaction"
    }
    self.init(
      error: error, path: text.path,
      line: text.firstLine + bytes[..<start].count { $0 == 0x0A },
      column: String(decoding: bytes[start..<place], as: UTF8.self).unicodeScalars.count + 1,
      excerpt: line.last == "\r" ? String(line.dropLast()) : line)
  }
}

extension ScriptFailure: CustomStringConvertible {
  /// The place, what is wrong, and the line with a mark under it.
  package var description: String {
    // A tab stays one, so that the mark stands below its place.
    let mark = excerpt.prefix(column - 1).map { $0 == "\t" ? "\t" : " " }.joined() + "^"
    return "\(path):\(line):\(column): \(error.message)\n\(excerpt)\n\(mark)"
  }
}
