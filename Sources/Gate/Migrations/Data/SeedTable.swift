/// A table that rows can be put into, as far as that takes knowing it.
struct SeedTable: Sendable, Hashable {
  var id: String
  var schema: String
  var name: String
  /// Those that take a value: not the generated ones.
  var columns: [Column]
  var checks: [Check]
  var keys: [ForeignKey]
  /// What a row has to hold to be in this partition; nil for a table that is none.
  var partition: Check?

  struct Column: Sendable, Hashable {
    var number: Int
    var name: String
    var type: String
    /// The length, the precision and the like; -1 for none.
    var modifier: Int
    var isRequired: Bool
    /// Its expression.
    var standard: String?
  }

  /// A condition on a row, of the table or of a column's domain.
  struct Check: Sendable, Hashable {
    var name: String
    /// The columns that it reads, where it is the table's.
    var columns: [Int]
    var text: String
  }

  struct ForeignKey: Sendable, Hashable {
    var name: String
    var columns: [Int]
    var target: String
    var targetColumns: [String]
  }

  /// With its schema, for sentences.
  var fullName: String { "\(schema).\(name)" }

  func column(_ number: Int) -> Column? { columns.first { $0.number == number } }

  /// Whether a key can be left out of a row.
  func isOptional(_ key: ForeignKey) -> Bool {
    key.columns.contains { column($0)?.isRequired == false }
  }
}

/// What the server knows of a type, for making values of it.
struct SeedType: Sendable, Hashable {
  var name: String
  /// As `pg_type.typtype`: base, composite, domain, enum, multirange, range.
  var kind: String
  /// As `pg_type.typcategory`.
  var category: String
  /// Of an array, a range or a domain: what is in it.
  var part: String?
  /// Of a domain.
  var modifier: Int
  var labels: [String]
  /// The types of the attributes of a composite.
  var attributes: [String]
  /// The conditions of a domain.
  var checks: [SeedTable.Check]
}
