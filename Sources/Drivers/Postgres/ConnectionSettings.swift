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

  /// What psql and other programs take from the environment. Source: libpq, 34.15.
  package var environment: [String: String] {
    let names = [
      "host": "PGHOST", "hostaddr": "PGHOSTADDR", "port": "PGPORT", "dbname": "PGDATABASE",
      "user": "PGUSER", "password": "PGPASSWORD", "sslmode": "PGSSLMODE", "options": "PGOPTIONS",
      "sslrootcert": "PGSSLROOTCERT", "sslcert": "PGSSLCERT", "sslkey": "PGSSLKEY",
    ]
    var found = ["DATABASE_URL": url]
    for (keyword, value) in keywords {
      if let name = names[keyword] { found[name] = value }
    }
    return found
  }

  /// As `postgres://…`; a folder of a socket goes in as a parameter, which every driver reads.
  package var url: String {
    var keywords = keywords
    let user = keywords.removeValue(forKey: "user").map(percentEncoded)
    let password = keywords.removeValue(forKey: "password").map { ":" + percentEncoded($0) } ?? ""
    let isSocket = keywords["host"]?.hasPrefix("/") ?? true
    let host = isSocket ? "" : keywords.removeValue(forKey: "host").map(percentEncoded) ?? ""
    let port = isSocket ? "" : keywords.removeValue(forKey: "port").map { ":" + $0 } ?? ""
    let database = keywords.removeValue(forKey: "dbname").map(percentEncoded) ?? ""
    let rest = keywords.sorted { $0.key < $1.key }
      .map { "\($0.key)=\(percentEncoded($0.value))" }.joined(separator: "&")
    return "postgres://" + (user.map { $0 + password + "@" } ?? "") + host + port + "/" + database
      + (rest.isEmpty ? "" : "?" + rest)
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

/// Source: RFC 3986, 2.3: what may stand anywhere in a URL as it is.
private func percentEncoded(_ text: String) -> String {
  let digits = Array("0123456789ABCDEF".utf8)
  var encoded: [UInt8] = []
  for byte in text.utf8 {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
      UInt8(ascii: "_"), UInt8(ascii: "~"):
      encoded.append(byte)
    default:
      encoded += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
    }
  }
  return String(decoding: encoded, as: UTF8.self)
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
