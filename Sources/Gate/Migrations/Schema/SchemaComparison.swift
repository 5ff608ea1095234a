/// Finds the fewest entries that say how two schemas differ.
struct SchemaComparison {
  private let old: SchemaSnapshot
  private let new: SchemaSnapshot
  private var removed: [SchemaObject]
  private var added: [SchemaObject]
  private var changed: [(old: SchemaObject, new: SchemaObject)]
  private var found: [SchemaDifference.Entry] = []

  /// - Parameter names: of all that may differ; nil for everything.
  init(_ old: SchemaSnapshot, _ new: SchemaSnapshot, among names: Set<String>? = nil) {
    (self.old, self.new) = (old, new)
    (removed, added, changed) = ([], [], [])
    for name in names ?? Set(old.objects.keys).union(new.objects.keys) {
      switch (old.objects[name], new.objects[name]) {
      case (let object?, nil): removed.append(object)
      case (nil, let object?): added.append(object)
      case (let object?, let now?) where object.definition != now.definition:
        changed.append((object, now))
      default: break
      }
    }
    removed.sort()
    added.sort()
  }

  mutating func entries() -> [SchemaDifference.Entry] {
    findOrder()
    findNames()
    found += changed.compactMap { object, now in
      let (before, after) = (Set(object.facts), Set(now.facts))
      let change = SchemaDifference.Entry.Change.changed(
        without: object.facts.filter { !after.contains($0) },
        with: now.facts.filter { !before.contains($0) })
      return .init(change: change, object: object)
    }
    found += whole(removed).map { .init(change: .removed, object: $0, parts: $1) }
    found += whole(added).map { .init(change: .added, object: $0, parts: $1) }
    return found.sorted { ($0.object, $0.change.rank) < ($1.object, $1.change.rank) }
  }

  /// Takes the ranks out of the columns that changed, and tells of the order of a table's columns by
  /// those that both have.
  private mutating func findOrder() {
    let tables = Set(
      changed.filter { $0.old.kind == .column }.compactMap(\.old.owner))
    changed = changed.compactMap { object, now in
      guard object.kind == .column else { return (object, now) }
      let (object, now) = (object.withoutRank, now.withoutRank)
      return object.definition == now.definition ? nil : (object, now)
    }
    guard !tables.isEmpty else { return }
    let (was, now) = (old.columnNames(of: tables), new.columnNames(of: tables))
    for table in tables.sorted() {
      let before = was[table, default: []]
      let after = now[table, default: []]
      let both = Set(before).intersection(after)
      let (first, second) = (before.filter(both.contains), after.filter(both.contains))
      if first != second, let object = old.objects[table] {
        found.append(.init(change: .reordered(was: first, is: second), object: object))
      }
    }
  }

  /// Pairs what is missing with what is new and the same but for its name, and takes out what differs
  /// only because it says that name.
  private mutating func findNames() {
    var names: [(old: String, new: String)] = []
    for kind in SchemaObject.Kind.allCases where kind.isCalledByNobody {
      for object in removed where object.kind == kind {
        let match = added.first { other in
          other.kind == kind
            && other.facts.map { $0.replacing(other.name, with: object.name) }
              .elementsEqual(object.facts)
            && sameOwner(object, other, names)
        }
        guard let match else { continue }
        names.append((object.name, match.name))
        removed.removeAll { $0 == object }
        added.removeAll { $0 == match }
        // An index is called like its constraint, and has been told of with it.
        if kind != .index || object.owner?.hasPrefix("constraint ") != true {
          found.append(.init(change: .renamed(to: match.name), object: object))
        }
      }
    }
    guard !names.isEmpty else { return }
    changed = changed.filter { object, now in
      object.facts.map { renaming($0, names) } != now.facts
    }
    for object in removed where object.kind == .comment {
      let name = object.owner.map { renaming($0, names) }
      guard
        let match = added.first(where: { $0.owner == name && $0.definition == object.definition })
      else {
        continue
      }
      removed.removeAll { $0 == object }
      added.removeAll { $0 == match }
    }
  }

  private func sameOwner(
    _ a: SchemaObject, _ b: SchemaObject, _ names: [(old: String, new: String)]
  ) -> Bool {
    a.owner == b.owner || a.owner.map { renaming($0, names) } == b.owner
  }

  private func renaming(_ text: String, _ names: [(old: String, new: String)]) -> String {
    names.reduce(text) { $0.replacing($1.old, with: $1.new) }
  }

  /// Those that did not just go, or come, with what they belong to, and what did with them.
  private func whole(_ objects: [SchemaObject]) -> [(SchemaObject, parts: [SchemaObject])] {
    let names = Set(objects.map(\.description))
    let owned = Dictionary(grouping: objects.filter { $0.owner != nil }) { $0.owner ?? "" }
    return objects.filter { $0.owner.map { !names.contains($0) } ?? true }.map { root in
      // What belongs to a part says nothing new: a constraint has its index. A schema has tables.
      var parts = owned[root.description, default: []]
      parts += parts.filter { $0.kind.hasColumns }.flatMap { owned[$0.description, default: []] }
      return (
        root, parts.sorted { ($0.kind.order, $0.rank, $0.name) < ($1.kind.order, $1.rank, $1.name) }
      )
    }
  }
}

extension SchemaSnapshot {
  /// The names of the columns of some tables, in order.
  fileprivate func columnNames(of tables: Set<String>) -> [String: [String]] {
    let columns = objects.values.filter {
      $0.kind == .column && $0.owner.map(tables.contains) == true
    }
    return Dictionary(grouping: columns) { $0.owner ?? "" }.mapValues { columns in
      columns.sorted { $0.rank < $1.rank }.map(\.name)
    }
  }
}

extension SchemaObject {
  fileprivate var rank: Int { value(of: "rank").flatMap { Int($0) } ?? 0 }
}

extension SchemaObject: Comparable {
  /// By kind, then by name.
  package static func < (a: SchemaObject, b: SchemaObject) -> Bool {
    a.kind == b.kind ? a.name < b.name : a.kind.order < b.kind.order
  }
}

extension SchemaObject.Kind {
  /// Whether much of it is told by what belongs to it.
  fileprivate var hasColumns: Bool {
    [.table, .partitionedTable, .foreignTable, .compositeType].contains(self)
  }

  fileprivate var order: Int { Self.allCases.firstIndex(of: self) ?? 0 }

  /// Whether no statement of a program says its name, as a rule.
  fileprivate var isCalledByNobody: Bool {
    switch self {
    case .constraint, .index, .sequence, .trigger, .rule, .policy, .statistics: true
    case .schema, .extension, .type, .table, .partitionedTable, .view, .materializedView,
      .foreignTable, .compositeType, .column, .function, .procedure, .aggregate, .eventTrigger,
      .publication, .publishedTable, .publishedSchema, .defaultPrivileges, .operator,
      .operatorClass, .collation, .cast, .searchConfiguration, .searchDictionary, .foreignServer,
      .comment:
      false
    }
  }
}

extension SchemaDifference.Entry.Change {
  /// The order of entries about one object.
  fileprivate var rank: Int {
    switch self {
    case .removed: 0
    case .added: 1
    case .renamed: 2
    case .changed: 3
    case .reordered: 4
    }
  }
}
