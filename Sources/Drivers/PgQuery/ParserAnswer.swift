internal import CPgQuery

/// What Postgres' parser made of a text: its tree as JSON, or an error. Freed exactly once.
///
/// libpg_query 15-4.0.0 keeps all of its state in thread-local variables (`__thread`, set up at a
/// thread's first call and freed with the thread), so threads may parse at the same time; the answer
/// itself is malloc'ed and belongs to the caller.
@safe struct ParserAnswer: ~Copyable {
  private let result: PgQueryParseResult

  /// - Parameter text: ends in NUL, is UTF-8, and has no other NUL.
  init(parsing text: [UInt8]) {
    unsafe result = unsafe text.withUnsafeBytes { bytes in
      unsafe pg_query_parse(bytes.baseAddress?.assumingMemoryBound(to: CChar.self))
    }
  }

  deinit { unsafe pg_query_free_parse_result(result) }

  /// The message, and the character at which the parser stopped, from 1; 0 where it names none.
  var error: (message: String, character: Int)? {
    guard let error = unsafe result.error else { return nil }
    return unsafe (String(cString: error.pointee.message), Int(error.pointee.cursorpos))
  }

  /// A copy of the JSON.
  var tree: [UInt8] {
    guard let start = unsafe result.parse_tree else { return [] }
    let text = unsafe UnsafeRawPointer(start).assumingMemoryBound(to: UInt8.self)
    var length = 0
    while unsafe text[length] != 0 { length += 1 }
    return unsafe Array(UnsafeBufferPointer(start: text, count: length))
  }
}
