internal import CLibPQ

/// One result of libpq; ended exactly once.
@safe struct ResultHandle: ~Copyable {
  let pq: UnsafePointer<gate_libpq>
  let pointer: OpaquePointer

  deinit {
    unsafe pq.pointee.PQclear(pointer)
  }

  /// Everything in it, copied out.
  var rows: Rows {
    let (count, width) = unsafe (pq.pointee.PQntuples(pointer), pq.pointee.PQnfields(pointer))
    let columns = (0..<width).map { column in
      unsafe pq.pointee.PQfname(pointer, column).map { unsafe String(cString: $0) } ?? ""
    }
    var values: [String?] = []
    values.reserveCapacity(Int(count) * Int(width))
    for row in 0..<count {
      for column in 0..<width { values.append(value(row, column)) }
    }
    let tag = unsafe pq.pointee.PQcmdStatus(pointer).map { unsafe String(cString: $0) } ?? ""
    return Rows(columns: columns, values: values, count: Int(count), tag: tag)
  }

  private func value(_ row: Int32, _ column: Int32) -> String? {
    guard unsafe pq.pointee.PQgetisnull(pointer, row, column) == 0,
      let bytes = unsafe pq.pointee.PQgetvalue(pointer, row, column)
    else { return nil }
    let length = unsafe Int(pq.pointee.PQgetlength(pointer, row, column))
    let raw = unsafe UnsafeRawBufferPointer(start: bytes, count: length)
    return unsafe String(decoding: raw, as: UTF8.self)
  }

  var error: PostgresError { unsafe PostgresError(reading: pointer, pq) }
}

extension PostgresError {
  /// Copies an error or a notice out of a result.
  init(reading result: OpaquePointer, _ pq: UnsafePointer<gate_libpq>) {
    func field(_ code: Character) -> String? {
      guard let value = code.asciiValue else { return nil }
      return unsafe pq.pointee.PQresultErrorField(result, Int32(value))
        .map { unsafe String(cString: $0) }
    }
    // The codes are characters: https://www.postgresql.org/docs/current/protocol-error-fields.html
    let whole = unsafe pq.pointee.PQresultErrorMessage(result).map { unsafe String(cString: $0) }
    self.init(oneLine(field("M") ?? whole ?? "the server gave no message"), hint: field("H"))
    sqlState = field("C").map { SQLState($0) }
    severity = field("V") ?? field("S") ?? "ERROR"
    detail = field("D")
    position = field("P").flatMap { Int($0) }
    context = field("W")
    let about = Object(
      schema: field("s"), table: field("t"), column: field("c"), constraint: field("n"))
    object = about == Object() ? nil : about
  }
}
