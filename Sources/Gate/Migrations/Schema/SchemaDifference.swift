/// How one schema differs from another: only what has to be said, in order.
package struct SchemaDifference: Sendable, Hashable {
  /// By kind, then by name.
  package let entries: [Entry]

  /// Compares two schemas.
  ///
  /// What goes away or comes with something else is not told of by itself: a missing table is one
  /// entry, and so are the columns of a table in another order.
  package init(from old: SchemaSnapshot, to new: SchemaSnapshot) {
    self.init(from: old, to: FollowedSchema(schema: new))
  }

  init(from old: SchemaSnapshot, to new: FollowedSchema) {
    var comparison = SchemaComparison(old, new.schema, among: new.touched)
    entries = comparison.entries()
  }

  private init(_ entries: [Entry]) {
    self.entries = entries
  }

  /// Of a schema from itself.
  package static let none = SchemaDifference([])

  /// One thing that differs.
  package struct Entry: Sendable, Hashable {
    /// What happened to it.
    package var change: Change
    /// As it was, or as it is where it is new.
    package var object: SchemaObject
    /// What came or went with it: the columns of a table, in their order, and then the rest.
    package var parts: [SchemaObject] = []

    /// What may happen to an object.
    package enum Change: Sendable, Hashable {
      case added, removed
      /// It is called otherwise, and the same in everything else.
      case renamed(to: String)
      /// These facts went away, and these came.
      case changed(without: [String], with: [String])
      /// The columns that both have are in this order now.
      case reordered(was: [String], is: [String])
    }
  }

  /// What a difference amounts to; a later one is worse.
  package enum Severity: Int, Sendable, Hashable, Comparable {
    /// There is none.
    case none
    /// Columns are in another order.
    case columnOrder
    /// Something that nobody calls by its name has another: an index, a constraint, a sequence.
    case nameOnly
    /// Something is there and not what it was.
    case attribute
    /// Something is missing, or too much.
    case object

    /// The less serious comes first.
    package static func < (a: Severity, b: Severity) -> Bool { a.rawValue < b.rawValue }
  }

  /// The worst of its entries.
  package var severity: Severity { entries.map(\.severity).max() ?? .none }
  /// Whether both are the same.
  package var isEmpty: Bool { entries.isEmpty }
}

extension SchemaDifference.Entry {
  /// How serious it is.
  package var severity: SchemaDifference.Severity {
    switch change {
    case .added, .removed: .object
    case .renamed: .nameOnly
    case .changed: .attribute
    case .reordered: .columnOrder
    }
  }
}
