/// A JSON value whose objects keep the order in which they were written, so that the same report is
/// the same text. Source: RFC 8259.
package enum JSON: Sendable, Hashable {
  case null
  case bool(Bool)
  case integer(Int)
  case number(Double)
  case string(String)
  case array([JSON])
  case object([Member])

  /// One name and its value.
  package struct Member: Sendable, Hashable {
    /// The name, without quotes and escapes.
    package var name: String
    /// What stands behind the name.
    package var value: JSON

    /// Makes a member. An object may have several of one name; the first is found.
    package init(_ name: String, _ value: JSON) {
      self.name = name
      self.value = value
    }
  }

  /// An object without the members that have no value.
  package static func object(_ members: KeyValuePairs<String, JSON?>) -> JSON {
    .object(members.compactMap { name, value in value.map { Member(name, $0) } })
  }

  /// The value of a member; nil for what is no object or has no such member.
  package subscript(name: String) -> JSON? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.name == name }?.value
  }

  /// The text of a string; nil for anything else.
  package var string: String? { if case .string(let text) = self { text } else { nil } }
  /// The value of an integer; nil for anything else, a `number` too.
  package var integer: Int? { if case .integer(let number) = self { number } else { nil } }
  /// The elements of an array; nil for anything else.
  package var array: [JSON]? { if case .array(let values) = self { values } else { nil } }
  /// The members of an object, in their order; nil for anything else.
  package var members: [Member]? { if case .object(let members) = self { members } else { nil } }
  /// Of an integer too.
  package var number: Double? {
    switch self {
    case .number(let number): number
    case .integer(let number): Double(number)
    case .null, .bool, .string, .array, .object: nil
    }
  }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  /// Makes a string from a literal.
  package init(stringLiteral value: String) { self = .string(value) }
  /// Makes an integer from a literal.
  package init(integerLiteral value: Int) { self = .integer(value) }
  /// Makes a truth value from a literal.
  package init(booleanLiteral value: Bool) { self = .bool(value) }
  /// Makes an array from a literal.
  package init(arrayLiteral elements: JSON...) { self = .array(elements) }
  /// Makes an object from a literal, whose order it keeps.
  package init(dictionaryLiteral elements: (String, JSON)...) {
    self = .object(elements.map { Member($0.0, $0.1) })
  }
}

extension JSON {
  /// The text, over several lines where `isPretty`; without a line end after it.
  package func text(isPretty: Bool = true) -> String {
    var text = ""
    write(to: &text, indent: isPretty ? 0 : nil)
    return text
  }

  private func write(to text: inout String, indent: Int?) {
    switch self {
    case .null: text += "null"
    case .bool(let value): text += value ? "true" : "false"
    case .integer(let value): text += String(value)
    case .number(let value): text += value.isFinite ? "\(value)" : "null"
    case .string(let value): JSON.write(value, to: &text)
    case .array(let values):
      JSON.write(values, "[", "]", to: &text, indent: indent) { value, text, indent in
        value.write(to: &text, indent: indent)
      }
    case .object(let members):
      JSON.write(members, "{", "}", to: &text, indent: indent) { member, text, indent in
        JSON.write(member.name, to: &text)
        text += indent == nil ? ":" : ": "
        member.value.write(to: &text, indent: indent)
      }
    }
  }

  private static func write<Element>(
    _ elements: [Element], _ open: String, _ close: String, to text: inout String, indent: Int?,
    _ each: (Element, inout String, Int?) -> Void
  ) {
    text += open
    let inner = indent.map { $0 + 1 }
    for (index, element) in elements.enumerated() {
      if index > 0 { text += "," }
      newLine(inner, to: &text)
      each(element, &text, inner)
    }
    if !elements.isEmpty { newLine(indent, to: &text) }
    text += close
  }

  private static func newLine(_ indent: Int?, to text: inout String) {
    if let indent { text += "\n" + String(repeating: "  ", count: indent) }
  }

  private static func write(_ string: String, to text: inout String) {
    text += "\""
    var isAfterHash = false
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      // CI systems take `##[error]` and `##vso[…]` for commands wherever in a line they stand.
      case "#" where isAfterHash: text += "\\u0023"
      case _ where scalar.isUnsafeToShow:
        let digits = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: text.unicodeScalars.append(scalar)
      }
      isAfterHash = scalar == "#"
    }
    text += "\""
  }
}

extension Unicode.Scalar {
  /// Steers a terminal, ends a line for some readers, or turns the direction of the text around it.
  fileprivate var isUnsafeToShow: Bool {
    switch value {
    case 0..<0x20, 0x7F...0x9F, 0x061C, 0x200E...0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF:
      true
    default: false
    }
  }
}

extension JSON: Decodable {
  /// Reads any value. Members come in no particular order.
  package init(from decoder: any Decoder) throws {
    if let members = try? decoder.container(keyedBy: AnyKey.self) {  // Not an object: try the next.
      self = .object(
        try members.allKeys.map {
          Member($0.stringValue, try members.decode(JSON.self, forKey: $0))
        }
      )
      return
    }
    if var elements = try? decoder.unkeyedContainer() {  // Not an array: a single value.
      var values: [JSON] = []
      while !elements.isAtEnd { values.append(try elements.decode(JSON.self)) }
      self = .array(values)
      return
    }
    let value = try decoder.singleValueContainer()
    if value.decodeNil() {
      self = .null
      // Each attempt that fails leads to the next.
    } else if let bool = try? value.decode(Bool.self) {  // No truth value: the next.
      self = .bool(bool)
    } else if let integer = try? value.decode(Int.self) {  // No whole number: the next.
      self = .integer(integer)
    } else if let number = try? value.decode(Double.self) {  // No number: a text.
      self = .number(number)
    } else {
      self = .string(try value.decode(String.self))
    }
  }

  private struct AnyKey: CodingKey {
    var stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { return nil }
  }
}
