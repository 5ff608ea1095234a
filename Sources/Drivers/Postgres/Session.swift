internal import CLibPQ
internal import Processes

/// One libpq connection; ended exactly once. One thread at a time may use it.
@safe struct Session: ~Copyable {
  let pq: UnsafePointer<gate_libpq>
  let pointer: OpaquePointer
  /// What libpq's notice receiver writes to.
  let notices: NoticeBox

  /// Connects, and blocks meanwhile.
  init(to settings: ConnectionSettings) throws(PostgresError) {
    guard let pq = unsafe gate_libpq() else { throw .noLibrary }
    var keywords = settings.limitedKeywords()
    keywords["client_encoding"] = "UTF8"
    keywords["fallback_application_name"] = "gate"
    let pairs = keywords.sorted { $0.key < $1.key }
    let pointer = unsafe withCStrings(pairs.map(\.key)) { names in
      unsafe withCStrings(pairs.map(\.value)) { values in
        unsafe pq.pointee.PQconnectdbParams(names, values, 0)
      }
    }
    guard let pointer = unsafe pointer else { throw PostgresError("out of memory") }
    guard unsafe pq.pointee.PQstatus(pointer) == CONNECTION_OK else {
      // A connection that failed is one all the same.
      defer { unsafe pq.pointee.PQfinish(pointer) }
      let message = unsafe pq.pointee.PQerrorMessage(pointer).map { unsafe String(cString: $0) }
      throw PostgresError(
        oneLine(message ?? "cannot connect"), sqlState: .connectionFailure)
    }
    unsafe self.pq = pq
    unsafe self.pointer = pointer
    notices = NoticeBox()
    _ = unsafe pq.pointee.PQsetNoticeReceiver(
      pointer,
      { box, result in
        guard let box = unsafe box, let result = unsafe result, let pq = unsafe gate_libpq() else {
          return
        }
        let notice = unsafe PostgresError(reading: result, pq)
        unsafe Unmanaged<NoticeBox>.fromOpaque(box).takeUnretainedValue().append(notice)
      }, Unmanaged.passUnretained(notices).toOpaque())
  }

  deinit {
    unsafe pq.pointee.PQfinish(pointer)
  }

  /// Runs one statement with its parameters.
  func run(_ sql: SQL) throws(PostgresError) -> Rows {
    try checkText(sql)
    let result = unsafe withCStrings(sql.parameters.map(\.wireText)) { values in
      unsafe pq.pointee.PQexecParams(
        pointer, sql.text, Int32(sql.parameters.count), nil, values, nil, nil, 0)
    }
    return try unsafe answer(result)
  }

  /// Runs one or more statements without parameters and answers the last result.
  func run(script: String) throws(PostgresError) -> Rows {
    try checkText(script)
    return try unsafe answer(pq.pointee.PQexec(pointer, script))
  }

  /// Runs statements as `run(script:)` does, and sees how far they came.
  func run(counting script: String) throws(PostgresError) -> (done: Int, failure: PostgresError?) {
    try checkText(script)
    guard unsafe pq.pointee.PQsendQuery(pointer, script) == 1 else { throw lastError }
    var done = 0
    while let result = unsafe pq.pointee.PQgetResult(pointer) {
      do throws(PostgresError) {
        _ = try unsafe answer(result)
        done += 1
      } catch {
        drain()
        return (done, error)
      }
    }
    return (done, isUsable ? nil : lastError)
  }

  var serverVersion: Int { unsafe Int(pq.pointee.PQserverVersion(pointer)) }
  var processID: Int { unsafe Int(pq.pointee.PQbackendPID(pointer)) }
  var socket: Int32 { unsafe pq.pointee.PQsocket(pointer) }
  var isUsable: Bool { unsafe pq.pointee.PQstatus(pointer) == CONNECTION_OK }
  var isInTransaction: Bool {
    let status = unsafe pq.pointee.PQtransactionStatus(pointer)
    return status == PQTRANS_INTRANS || status == PQTRANS_INERROR
  }

  /// What the connection itself holds against the last request.
  var lastError: PostgresError {
    let message = unsafe pq.pointee.PQerrorMessage(pointer).map { unsafe String(cString: $0) } ?? ""
    return PostgresError(
      message.isEmpty ? "the connection is lost" : oneLine(message), sqlState: .connectionFailure)
  }

  func checkText(_ sql: SQL) throws(PostgresError) {
    try checkText(sql.text)
    for value in sql.parameters { try checkText(value.wireText ?? "") }
  }

  /// A text goes to libpq as a C string: what follows a NUL would be left out silently.
  private func checkText(_ text: String) throws(PostgresError) {
    if text.utf8.contains(0) {
      throw PostgresError("the text has a NUL byte, which Postgres cannot hold", sqlState: "22021")
    }
  }

  /// Takes the result over and ends it.
  func answer(_ result: OpaquePointer?) throws(PostgresError) -> Rows {
    guard let result = unsafe result else { throw lastError }
    let owned = unsafe ResultHandle(pq: pq, pointer: result)
    switch unsafe pq.pointee.PQresultStatus(result) {
    case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_SINGLE_TUPLE, PGRES_EMPTY_QUERY:
      return owned.rows
    case PGRES_COPY_IN, PGRES_COPY_BOTH, PGRES_COPY_OUT:
      leaveCopy()
      throw PostgresError(
        "COPY from or to the client needs a COPY of the driver", sqlState: "0A000")
    default:
      let error = owned.error
      // Without a code it is the connection's, not the server's.
      throw error.sqlState == nil && !isUsable ? lastError : error
    }
  }

  /// Ends a COPY that was begun by mistake, so that the connection can be used again.
  private func leaveCopy() {
    _ = unsafe pq.pointee.PQputCopyEnd(pointer, "not expected")
    drain()
  }

  /// Takes what is left of a request's results.
  func drain() {
    var buffer: UnsafeMutablePointer<CChar>?
    while unsafe pq.pointee.PQgetCopyData(pointer, &buffer, 0) > 0 {
      unsafe pq.pointee.PQfreemem(buffer)
    }
    while let rest = unsafe pq.pointee.PQgetResult(pointer) {
      let status = unsafe pq.pointee.PQresultStatus(rest)
      unsafe pq.pointee.PQclear(rest)
      // A lost connection answers the same for ever.
      if status == PGRES_COPY_IN || status == PGRES_COPY_OUT || status == PGRES_COPY_BOTH { return }
    }
  }
}

/// Notices of a session, in order. Only the thread that uses the session touches it.
final class NoticeBox {
  private(set) var all: [PostgresNotice] = []
  /// A loop that raises notices must not fill the memory.
  private static let maximum = 1000

  func append(_ notice: PostgresNotice) {
    if all.count < NoticeBox.maximum { all.append(notice) }
  }

  func take() -> [PostgresNotice] {
    defer { all = [] }
    return all
  }
}
