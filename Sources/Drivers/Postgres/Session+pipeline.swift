internal import CLibPQ
internal import Processes

extension Session {
  /// Sends all statements before it reads what the server says of the first. Source: libpq, 34.5.
  func run(_ statements: [SQL]) throws(PostgresError) {
    for sql in statements { try checkText(sql) }
    guard unsafe pq.pointee.PQenterPipelineMode(pointer) == 1 else { throw lastError }
    // Refused where the connection was lost, and there is none to go on with.
    defer { _ = unsafe pq.pointee.PQexitPipelineMode(pointer) }
    for sql in statements {
      let isSent = unsafe withCStrings(sql.parameters.map(\.wireText)) { values in
        unsafe pq.pointee.PQsendQueryParams(
          pointer, sql.text, Int32(sql.parameters.count), nil, values, nil, nil, 0)
      }
      guard isSent == 1 else { throw lastError }
    }
    guard unsafe pq.pointee.PQpipelineSync(pointer) == 1 else { throw lastError }
    if let failure = failureBeforeSync() { throw failure }
  }

  /// Reads results up to the mark behind the last statement.
  private func failureBeforeSync() -> PostgresError? {
    var failure: PostgresError?
    while isUsable {
      // A null ends the results of one statement.
      guard let result = unsafe pq.pointee.PQgetResult(pointer) else { continue }
      switch unsafe pq.pointee.PQresultStatus(result) {
      case PGRES_PIPELINE_SYNC:
        unsafe pq.pointee.PQclear(result)
        return failure
      case PGRES_PIPELINE_ABORTED:
        unsafe pq.pointee.PQclear(result)
      default:
        do throws(PostgresError) {
          _ = try unsafe answer(result)
        } catch {
          failure = failure ?? error
        }
      }
    }
    return failure ?? lastError
  }
}
