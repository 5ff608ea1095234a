package import GateMigrations
internal import GateModel

extension Contract {
  /// The schema of a database, an entry an object. Comments, the place of a column among the others and the
  /// version of an extension are nothing to rely on; what an empty database has is the server's.
  package init(_ schema: SchemaSnapshot) {
    let objects = schema.objects.values.filter {
      $0.kind != .comment && !ofEveryDatabase.contains($0.description)
    }
    self.init(
      .schema,
      objects.map { object in
        let facts = object.facts.filter { fact in
          !fact.hasPrefix("rank ") && !(object.kind == .extension && fact.hasPrefix("version "))
        }
        let definition = facts.isEmpty ? object.kind.rawValue : facts.joined(separator: ", ")
        return Entry(name: object.description, definition: definition)
      })
  }
}

private let ofEveryDatabase: Set = ["schema public", "extension plpgsql"]
