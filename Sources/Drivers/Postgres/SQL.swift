/// A statement and its parameters.
///
/// What stands in `\(…)` becomes a parameter, `$1`, `$2`, …: a value is never pasted into the text.
/// Names of tables and columns, which cannot be parameters, go in as `\(identifier: …)`.
package struct SQL: Sendable, Hashable, ExpressibleByStringInterpolation {
  /// With `$1`, `$2`, … where the parameters stand.
  package let text: String
  /// In their order.
  package let parameters: [SQLValue]

  /// A statement without parameters. The text comes from the program or is meant to be run as it is, as
  /// a migration is.
  package init(verbatim text: String) {
    self.text = text
    parameters = []
  }

  /// A statement that is written out in the program.
  package init(stringLiteral text: String) {
    self.init(verbatim: text)
  }

  /// A statement with parameters in its text.
  package init(stringInterpolation parts: StringInterpolation) {
    text = parts.text
    parameters = parts.parameters
  }

  /// Collects the text and the parameters of a statement.
  package struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var text: String
    fileprivate var parameters: [SQLValue] = []

    /// Reserves what the literal parts need.
    package init(literalCapacity: Int, interpolationCount: Int) {
      text = ""
      text.reserveCapacity(literalCapacity + interpolationCount * 3)
    }

    /// Appends text of the program.
    package mutating func appendLiteral(_ literal: String) {
      text += literal
    }

    /// Appends a parameter.
    package mutating func appendInterpolation(_ value: SQLValue) {
      parameters.append(value)
      text += "$\(parameters.count)"
    }

    /// Appends a parameter; nil is null.
    package mutating func appendInterpolation(_ text: String?) {
      appendInterpolation(text.map { .text($0) } ?? .null)
    }

    /// Appends a parameter; nil is null.
    package mutating func appendInterpolation(_ number: Int?) {
      appendInterpolation(number.map { .integer($0) } ?? .null)
    }

    /// Appends a parameter.
    package mutating func appendInterpolation(_ flag: Bool) {
      appendInterpolation(.boolean(flag))
    }

    /// Appends the name of a table, a column or a database, in double quotes.
    package mutating func appendInterpolation(identifier name: String) {
      text += quotedIdentifier(name)
    }
  }
}

/// A name as SQL reads it back, whatever is in it. Source: PostgreSQL, 4.1.1.
package func quotedIdentifier(_ name: String) -> String {
  var quoted = "\""
  for character in name.unicodeScalars where character != "\0" {
    quoted.unicodeScalars.append(character)
    if character == "\"" { quoted += "\"" }
  }
  return quoted + "\""
}

/// A text as SQL reads it back, whatever is in it and however `standard_conforming_strings` is set; for where
/// parameters cannot go: beside a script. Source: PostgreSQL, 4.1.2.2.
package func quotedLiteral(_ text: String) -> String {
  var quoted = " E'"
  for character in text.unicodeScalars where character != "\0" {
    if character == "'" || character == "\\" { quoted.unicodeScalars.append(character) }
    quoted.unicodeScalars.append(character)
  }
  return quoted + "'"
}

/// A value that goes with a statement.
package enum SQLValue: Sendable, Hashable {
  case null
  case text(String)
  case integer(Int)
  case boolean(Bool)
  case double(Double)
  /// For `bytea`.
  case bytes([UInt8])
  /// For `text[]`; nil is a null in it.
  case texts([String?])
}

extension SQLValue {
  /// As the server reads it; nil for null.
  var wireText: String? {
    switch self {
    case .null: nil
    case .text(let text): text
    case .integer(let number): String(number)
    case .boolean(let flag): flag ? "t" : "f"
    case .double(let number):
      number.isNaN ? "NaN" : number.isInfinite ? infinity(number) : "\(number)"
    case .bytes(let bytes): hexadecimal(bytes)
    case .texts(let texts): arrayLiteral(texts)
    }
  }
}

private func infinity(_ number: Double) -> String { number < 0 ? "-Infinity" : "Infinity" }

/// Source: PostgreSQL, 8.4.1.
private func hexadecimal(_ bytes: [UInt8]) -> String {
  let digits = Array("0123456789abcdef".utf8)
  var text: [UInt8] = Array("\\x".utf8)
  text.reserveCapacity(2 + bytes.count * 2)
  for byte in bytes {
    text.append(digits[Int(byte >> 4)])
    text.append(digits[Int(byte & 15)])
  }
  return String(decoding: text, as: UTF8.self)
}

/// Source: PostgreSQL, 8.15.2.
private func arrayLiteral(_ texts: [String?]) -> String {
  let items = texts.map { text in
    guard let text else { return "NULL" }
    var quoted = "\""
    for character in text.unicodeScalars {
      if character == "\"" || character == "\\" { quoted += "\\" }
      quoted.unicodeScalars.append(character)
    }
    return quoted + "\""
  }
  return "{" + items.joined(separator: ",") + "}"
}
