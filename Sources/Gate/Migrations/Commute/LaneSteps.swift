package import GateModel

/// The new migrations of a lane, and what they touch.
package struct LaneSteps: Sendable, Hashable {
  /// Whose they are.
  package var lane: LaneID
  /// In order.
  package var migrations: [Migration]
  /// The strongest lock on each relation, and each object that was made, changed or dropped, as if it
  /// were locked against everybody.
  package var touched: [String: LockMode]
  /// Whether some statement ran where nothing could be seen.
  package var isUnseen: Bool

  /// Takes what was seen when the migrations were proved.
  package init(lane: LaneID, trials: [MigrationTrial]) {
    self.lane = lane
    migrations = trials.map(\.migration)
    touched = [:]
    isUnseen = false
    for trial in trials {
      for statement in trial.up.statements {
        guard let effect = statement.effect else {
          isUnseen = true
          continue
        }
        for lock in effect.locks {
          touched[lock.relation] = max(lock.mode, touched[lock.relation] ?? .accessShare)
        }
      }
      for entry in trial.change?.entries ?? [] {
        touched[entry.object.name] = .accessExclusive
        // What a statement uses of these takes no lock that could be seen.
        if !entry.object.kind.isOfTable { isUnseen = true }
      }
    }
  }

  /// What both touch, and one of them not only reads: in the order of names.
  package func shared(with other: LaneSteps) -> [String] {
    touched.compactMap { name, mode in
      other.touched[name].flatMap { max(mode, $0) > .accessShare ? name : nil }
    }.sorted()
  }
}

extension SchemaObject.Kind {
  /// Whether who uses it locks the table that it is, or is of.
  fileprivate var isOfTable: Bool {
    switch self {
    case .table, .partitionedTable, .view, .materializedView, .foreignTable, .column, .constraint,
      .index, .sequence, .trigger, .rule, .policy, .statistics, .comment, .publishedTable:
      true
    case .schema, .extension, .type, .compositeType, .function, .procedure, .aggregate,
      .eventTrigger, .publication, .publishedSchema, .defaultPrivileges, .operator, .operatorClass,
      .collation, .cast, .searchConfiguration, .searchDictionary, .foreignServer:
      false
    }
  }
}
