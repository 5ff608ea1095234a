/// What the server or libpq holds against a request.
package struct PostgresError: Error, Sendable, Hashable {
  /// Five characters that say which error it is; nil where it did not come from the server.
  /// Source: PostgreSQL, Appendix A.
  package var sqlState: SQLState?
  /// `ERROR`, `FATAL`, `PANIC`; for a notice `NOTICE`, `WARNING` and others. Never translated.
  package var severity: String
  /// One line, as the server says it.
  package var message: String
  /// More about the error, often with the values; may have several lines.
  package var detail: String?
  /// The server's advice.
  package var hint: String?
  /// Where in the statement, in characters, from 1.
  package var position: Int?
  /// The functions and statements that it happened in, innermost first.
  package var context: String?
  /// The object that a constraint is about.
  package var object: Object?

  /// Names that an error is about, as far as the server says.
  package struct Object: Sendable, Hashable {
    /// The schema of the table or type.
    package var schema: String?
    /// The table, without its schema.
    package var table: String?
    /// The column of the table.
    package var column: String?
    /// The constraint that was violated.
    package var constraint: String?
  }

  /// An error that the server did not send: no connection, no library.
  package init(_ message: String, hint: String? = nil, sqlState: SQLState? = nil) {
    self.severity = "ERROR"
    self.message = message
    self.hint = hint
    self.sqlState = sqlState
  }
}

extension PostgresError {
  /// Whether the session is over, for whatever reason. Source: PostgreSQL, Appendix A, classes 08 and 57P.
  package var isConnectionLost: Bool {
    guard let sqlState else { return false }
    return sqlState.category == "08" || sqlState.description.hasPrefix("57P")
  }
}

/// A notice of the server: an error's parts, but nothing has failed.
package typealias PostgresNotice = PostgresError

/// The code of an error. Source: PostgreSQL, Appendix A.
package struct SQLState: Sendable, Hashable, ExpressibleByStringLiteral, CustomStringConvertible {
  /// The five characters.
  package let description: String

  /// A code that is written out in the program.
  package init(stringLiteral text: String) {
    description = text
  }

  /// A code as the server sent it.
  package init(_ text: String) {
    description = text
  }

  /// The first two characters.
  package var category: Substring { description.prefix(2) }

  /// Cancelled, by a task or by statement_timeout.
  package static let queryCanceled: SQLState = "57014"
  /// A lock was not free within lock_timeout.
  package static let lockNotAvailable: SQLState = "55P03"
  /// Two sessions waited for each other; this one was ended.
  package static let deadlockDetected: SQLState = "40P01"
  /// Transactions that cannot have run one after the other.
  package static let serializationFailure: SQLState = "40001"
  /// No such table.
  package static let undefinedTable: SQLState = "42P01"
  /// A key that is there already.
  package static let uniqueViolation: SQLState = "23505"
  /// The text is no SQL.
  package static let syntaxError: SQLState = "42601"
  /// No connection, or it was lost.
  package static let connectionFailure: SQLState = "08006"
  /// COMMIT or ROLLBACK where a transaction around it cannot be ended.
  package static let invalidTransactionTermination: SQLState = "2D000"
}
