/// Everything that counts of a schema, at one moment.
package struct SchemaSnapshot: Sendable, Hashable {
  /// By what they are called in sentences, such as `table shop.orders`.
  package let objects: [String: SchemaObject]
  /// How many objects there are of each group, where there are any.
  let counts: [String: Int]

  /// Makes a snapshot of objects.
  package init(_ objects: some Sequence<SchemaObject>) {
    self.objects = Dictionary(objects.map { ($0.description, $0) }) { first, _ in first }
    let kinds = self.objects.values.reduce(into: [:]) { $0[$1.kind, default: 0] += 1 }
    counts = kinds.reduce(into: [:]) { $0[$1.key.group, default: 0] += $1.value }
  }

  init(_ objects: [String: SchemaObject], counts: [String: Int]) {
    (self.objects, self.counts) = (objects, counts)
  }

  /// Equal for equal schemas, on every machine.
  package var fingerprint: Checksum {
    var bytes: [UInt8] = []
    for (name, object) in objects.sorted(by: { $0.key < $1.key }) {
      for part in [name, object.definition] {
        bytes += part.utf8
        bytes.append(0x1F)
      }
      bytes.append(0x1E)
    }
    return Checksum(digestOf: bytes)
  }
}

/// What has changed in a schema since a moment, and how many objects there are of each group.
package struct SchemaDelta: Sendable, Hashable {
  /// Objects that were written since, as they are now; those that are gone are not among them.
  package var objects: [SchemaObject]
  /// Groups without any are left out.
  var counts: [String: Int]
  /// Groups of which something was written, but not read.
  var unread: Set<String> = []
}

/// A moment of a server, as transactions see it.
package struct SchemaMoment: Sendable, Hashable {
  /// The first transaction that had not begun.
  let transaction: String
}

extension SchemaObject.Kind {
  /// What its rows are counted as, see `SchemaBranch`.
  var group: String {
    switch self {
    case .table, .partitionedTable, .view, .materializedView, .foreignTable, .compositeType:
      "relation"
    case .function, .procedure, .aggregate: "routine"
    case .schema, .extension, .type, .column, .constraint, .index, .sequence, .trigger, .rule,
      .policy, .statistics, .eventTrigger, .publication, .publishedTable, .publishedSchema,
      .defaultPrivileges, .operator, .operatorClass, .collation, .cast, .searchConfiguration,
      .searchDictionary, .foreignServer, .comment:
      rawValue
    }
  }
}
