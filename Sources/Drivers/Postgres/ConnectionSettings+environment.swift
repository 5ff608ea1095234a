extension ConnectionSettings {
  /// What psql and other programs take from the environment. They reach this database and no other
  /// where no further `PG*` is there.
  package var environment: [String: String] {
    var found = ["DATABASE_URL": url]
    for (keyword, name) in variables { found[name] = keywords[keyword] }
    return found
  }

  /// The same with what DATABASE_URL left to `PG*`, such as a password: libpq fills that in by itself, a
  /// program whose environment is made of these settings could not. A server of our own lacks nothing.
  package func completed(by environment: [String: String]) -> ConnectionSettings {
    guard !environment["DATABASE_URL", default: ""].isEmpty else { return self }
    var other = self
    for (keyword, name) in variables where other.keywords[keyword] == nil {
      if let value = environment[name], !value.isEmpty { other.keywords[keyword] = value }
    }
    // The address of another server, and where passwords for it are.
    if keywords["host"] != nil { other.keywords["hostaddr"] = keywords["hostaddr"] }
    if other.keywords["password"] != nil { other.keywords["passfile"] = keywords["passfile"] }
    return other
  }

  /// As `postgres://…`. What has no place of its own there, such as the folder of a socket, goes in as a
  /// parameter, which every driver reads.
  package var url: String {
    var rest = keywords
    var place = ""
    if let user = rest["user"] {
      place +=
        percentEncoded(user) + (rest["password"].map { ":" + percentEncoded($0) } ?? "") + "@"
      (rest["user"], rest["password"]) = (nil, nil)
    }
    // Several hosts have several ports.
    if let host = rest["host"], !host.hasPrefix("/"), !host.contains(",") {
      place += host.contains(":") ? "[\(host)]" : percentEncoded(host)
      place += rest["port"].map { ":" + $0 } ?? ""
      (rest["host"], rest["port"]) = (nil, nil)
    }
    let database = rest.removeValue(forKey: "dbname").map(percentEncoded) ?? ""
    let parameters = rest.sorted { $0.key < $1.key }
      .map { "\($0.key)=\(percentEncoded($0.value))" }.joined(separator: "&")
    return "postgres://\(place)/\(database)" + (parameters.isEmpty ? "" : "?" + parameters)
  }
}

/// Keywords and the variables that stand for them. PGSERVICE is left out: what its file says goes before
/// all other variables, the database's name too. Source: libpq, 34.15.
private let variables = [
  "host": "PGHOST", "hostaddr": "PGHOSTADDR", "port": "PGPORT", "dbname": "PGDATABASE",
  "user": "PGUSER", "password": "PGPASSWORD", "passfile": "PGPASSFILE",
  "require_auth": "PGREQUIREAUTH", "channel_binding": "PGCHANNELBINDING", "options": "PGOPTIONS",
  "application_name": "PGAPPNAME", "sslmode": "PGSSLMODE", "sslcompression": "PGSSLCOMPRESSION",
  "sslcert": "PGSSLCERT", "sslkey": "PGSSLKEY", "sslcertmode": "PGSSLCERTMODE",
  "sslrootcert": "PGSSLROOTCERT", "sslcrl": "PGSSLCRL", "sslcrldir": "PGSSLCRLDIR",
  "sslsni": "PGSSLSNI", "sslnegotiation": "PGSSLNEGOTIATION", "requirepeer": "PGREQUIREPEER",
  "ssl_min_protocol_version": "PGSSLMINPROTOCOLVERSION",
  "ssl_max_protocol_version": "PGSSLMAXPROTOCOLVERSION", "gssencmode": "PGGSSENCMODE",
  "krbsrvname": "PGKRBSRVNAME", "gsslib": "PGGSSLIB", "gssdelegation": "PGGSSDELEGATION",
  "connect_timeout": "PGCONNECT_TIMEOUT", "client_encoding": "PGCLIENTENCODING",
  "target_session_attrs": "PGTARGETSESSIONATTRS", "load_balance_hosts": "PGLOADBALANCEHOSTS",
]

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
