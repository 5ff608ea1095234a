internal import CLibPQ

/// Where a server is and who asks, in libpq's own keywords.
/// Source: https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-PARAMKEYWORDS
package struct ConnectionSettings: Sendable, Hashable {
  /// Keyword and value; what is not named comes from `PG*` in the environment, as for psql.
  package var keywords: [String: String]

  /// Settings out of keywords; without any, `PG*` alone says where.
  package init(_ keywords: [String: String] = [:]) {
    self.keywords = keywords
  }

  /// Reads `postgres://…` or `key=value …`.
  package init(parsing text: String) throws(PostgresError) {
    guard let pq = unsafe gate_libpq() else { throw .noLibrary }
    var message: UnsafeMutablePointer<CChar>?
    guard let options = unsafe pq.pointee.PQconninfoParse(text, &message) else {
      let reason = unsafe message.map { unsafe String(cString: $0) } ?? "out of memory"
      unsafe pq.pointee.PQfreemem(message)
      throw PostgresError(oneLine(reason), hint: "such as postgres://user@host:5432/database")
    }
    defer { unsafe pq.pointee.PQconninfoFree(options) }
    keywords = [:]
    var option = unsafe options
    while let keyword = unsafe option.pointee.keyword {
      if let value = unsafe option.pointee.val {
        unsafe keywords[String(cString: keyword)] = unsafe String(cString: value)
      }
      unsafe option += 1
    }
  }

  /// The same server, another database of it.
  package func database(_ name: String) -> ConnectionSettings {
    var other = self
    other.keywords["dbname"] = name
    return other
  }
}

extension ConnectionSettings: CustomStringConvertible {
  /// For a person: never with the password.
  package var description: String {
    let shown = ["host", "port", "dbname", "user"]
      .compactMap { key in keywords[key].map { "\(key)=\($0)" } }
    return shown.isEmpty ? "the server that PG* names" : shown.joined(separator: " ")
  }
}

/// libpq's messages end with line breaks and may have several lines.
func oneLine(_ message: String) -> String {
  message.split(whereSeparator: \.isNewline).map { $0.drop { $0 == " " || $0 == "\t" } }
    .joined(separator: "; ")
}

extension PostgresError {
  static var cancelled: PostgresError {
    PostgresError("the request was cancelled", sqlState: .queryCanceled)
  }

  static var noLibrary: PostgresError {
    PostgresError(
      "libpq is not on this machine", hint: "apt-get install libpq5 (macOS: brew install libpq)")
  }
}
