internal import PgQuery

/// The name of an object, with its schema where that is not `public`.
struct SQLName: Hashable, Sendable, CustomStringConvertible {
  let schema: String?
  let name: String

  init(schema: String?, _ name: String) {
    self.schema = schema == "public" ? nil : schema
    self.name = name
  }

  /// A `RangeVar`; nil where there is none.
  init?(_ relation: SQLNode) {
    guard let name = relation["relname"].text else { return nil }
    self.init(schema: relation["schemaname"].text, name)
  }

  /// A list of strings, the name last.
  init?(parts: SQLNode) {
    let parts = parts.children.compactMap { $0["sval"].text }
    guard let name = parts.last else { return nil }
    self.init(schema: parts.dropLast().last, name)
  }

  /// What stands in a list of those that are dropped, or is renamed: a name, a type, a function with
  /// its arguments. The "schema" of a trigger or a policy is its table.
  init?(dropped: SQLNode) {
    if let name = dropped["sval"].text {
      self.init(schema: nil, name)
    } else if dropped.isA("List") {
      self.init(parts: dropped["items"])
    } else {
      self.init(parts: dropped[dropped.isA("TypeName") ? "names" : "objname"])
    }
  }

  var withoutSchema: SQLName { SQLName(schema: nil, name) }

  var description: String { schema.map { "\($0).\(name)" } ?? name }
}
