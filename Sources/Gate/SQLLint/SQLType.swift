internal import PgQuery

/// Questions to a `TypeName`.
extension SQLNode {
  /// Without its schema: `int4`, `varchar`, `timestamptz`. What SQL spells in several ways has
  /// Postgres' one name.
  var typeName: String {
    var last = ""
    for part in self["names"].children { last = part["sval"].text ?? "" }
    return last
  }

  var isSerial: Bool { serials.contains(typeName) }

  /// Whether it has a length or a precision.
  var hasModifier: Bool { self["typmods"].exists }

  /// Whether it holds less than what a column may have held.
  var mayNarrow: Bool { hasModifier || narrow.contains(typeName) }
}

private let serials: Set<String> = [
  "serial", "serial2", "serial4", "serial8", "bigserial", "smallserial",
]

private let narrow: Set<String> = [
  "int2", "int4", "float4", "date", "bool", "bpchar", "char", "uuid", "inet", "timestamp", "time",
]
