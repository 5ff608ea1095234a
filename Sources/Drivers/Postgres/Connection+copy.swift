internal import CLibPQ
internal import Processes

extension Connection {
  /// Sends rows with `COPY … FROM STDIN`, a piece at a time; an error of the source ends the COPY with
  /// nothing stored.
  ///
  /// - Parameter next: the next piece, in the format that the statement names; nil at the end.
  /// - Returns: how many rows were stored.
  @discardableResult
  package func copyIn(
    _ sql: SQL, _ next: () throws -> [UInt8]?
  ) async throws -> Int {
    var failure: (any Error)?
    let rows = try await cancellable { session throws(PostgresError) in
      try session.startCopy(sql, PGRES_COPY_IN)
      do {
        while let piece = try next() { try session.putCopy(piece) }
      } catch {
        failure = error
      }
      return try session.endCopyIn(isFailed: failure != nil)
    }
    if let failure { throw failure }
    return rows?.affected ?? 0
  }

  /// Receives rows of `COPY … TO STDOUT`, one line of the format at a time. After an error of the
  /// receiver the rest still comes, and is thrown away, so that the connection can be used again.
  package func copyOut(_ sql: SQL, _ receive: ([UInt8]) throws -> Void) async throws {
    var failure: (any Error)?
    try await cancellable { session throws(PostgresError) in
      try session.startCopy(sql, PGRES_COPY_OUT)
      while let piece = try session.getCopy() {
        guard failure == nil else { continue }
        do { try receive(piece) } catch { failure = error }
      }
      _ = try session.lastAnswer()
    }
    if let failure { throw failure }
  }
}

extension Session {
  fileprivate func startCopy(
    _ sql: SQL, _ expected: ExecStatusType
  ) throws(PostgresError) {
    guard sql.parameters.isEmpty else {
      throw PostgresError("COPY takes no parameters", sqlState: .syntaxError)
    }
    guard let result = unsafe pq.pointee.PQexec(pointer, sql.text) else { throw lastError }
    if unsafe pq.pointee.PQresultStatus(result) == expected {
      unsafe pq.pointee.PQclear(result)
      return
    }
    _ = try unsafe answer(result)
    throw PostgresError("the statement is no COPY in this direction", sqlState: .syntaxError)
  }

  fileprivate func putCopy(_ piece: [UInt8]) throws(PostgresError) {
    let sent = unsafe piece.withUnsafeBytes { bytes in
      unsafe pq.pointee.PQputCopyData(
        pointer, bytes.bindMemory(to: CChar.self).baseAddress, Int32(clamping: bytes.count))
    }
    if sent != 1 { throw lastError }
  }

  /// Nil where the COPY was given up on purpose.
  fileprivate func endCopyIn(isFailed: Bool) throws(PostgresError) -> Rows? {
    let reason: String? = isFailed ? "the source of the rows failed" : nil
    let sent = unsafe withCStrings([reason]) { texts in
      unsafe pq.pointee.PQputCopyEnd(pointer, texts.pointee)
    }
    if sent != 1 { throw lastError }
    if isFailed {
      drain()
      return nil
    }
    return try lastAnswer()
  }

  fileprivate func getCopy() throws(PostgresError) -> [UInt8]? {
    var buffer: UnsafeMutablePointer<CChar>?
    let length = unsafe pq.pointee.PQgetCopyData(pointer, &buffer, 0)
    guard length >= 0, let bytes = unsafe buffer else {
      if length == -2 { throw lastError }
      return nil
    }
    defer { unsafe pq.pointee.PQfreemem(bytes) }
    return unsafe Array(UnsafeRawBufferPointer(start: bytes, count: Int(length)))
  }

  /// The result that ends a COPY.
  fileprivate func lastAnswer() throws(PostgresError) -> Rows {
    let rows = try unsafe answer(pq.pointee.PQgetResult(pointer))
    drain()
    return rows
  }
}
