package import GateModel

/// The migrations of a change, and of everything that it may collide with.
package struct OrderCase: Sendable, Hashable {
  /// Where the change began: the merge base.
  package var start: MigrationSet
  /// What it would be merged into, as it is now.
  package var base: MigrationSet
  /// What the change makes of them.
  package var head: MigrationSet
  /// Changes that are not merged either, without this one, in the order in which they will be.
  package var lanes: [LiveLane]

  /// Makes a case; by default nothing was merged since the change began, and it is alone.
  package init(
    start: MigrationSet, base: MigrationSet? = nil, head: MigrationSet, lanes: [LiveLane] = []
  ) {
    self.start = start
    self.base = base ?? start
    self.head = head
    self.lanes = lanes
  }

  /// What the order of migrations is held to, in the order of reports. Pure.
  ///
  /// Merged migrations stay as they are; new ones come after all of the base's and of the lanes that
  /// go first; nothing is wrong with the head's set that was not before.
  package var findings: [Finding] {
    let history = History(from: start, to: head)
    let additions = Additions(of: self, renamed: history.renamed)
    // A new number that has to be another one anyway is not told of twice.
    let problems = newProblems.filter { problem in
      problem.kind != .duplicate || additions.told.isDisjoint(with: problem.versions)
    }
    return (history.findings + additions.findings + problems.map(\.finding)).sorted()
  }
}

/// Another change that is under way.
package struct LiveLane: Sendable, Hashable {
  /// Whose it is.
  package var id: LaneID
  /// The migrations at its head.
  package var migrations: MigrationSet
  /// Whether it keeps its number where both took the same: it is merged first. Two lanes have to agree
  /// on that, or both would move to the next number, and collide there.
  package var goesFirst: Bool
  /// Whether only its numbers count, the ones that it will have to take too: it is out for now.
  package var isOut: Bool

  /// Makes a lane with the migrations at its head.
  package init(id: LaneID, migrations: MigrationSet, goesFirst: Bool, isOut: Bool = false) {
    self.id = id
    self.migrations = migrations
    self.goesFirst = goesFirst
    self.isOut = isOut
  }
}

extension OrderCase {
  /// What is wrong with the head's set, and was not before.
  private var newProblems: [MigrationProblem] {
    let old = Set((start.problems + base.problems).map(\.identity))
    // Where nothing can be read, nothing is judged, whoever began it.
    return head.problems.filter { $0.kind == .format || !old.contains($0.identity) }.compactMap {
      problem in
      problem.kind == .gap ? gap(problem) : problem
    }
  }

  /// A gap that others fill is none, or only a matter of who is merged first.
  private func gap(_ problem: MigrationProblem) -> MigrationProblem? {
    // A number of the base's that is gone is told of as a deletion.
    let known = base.versions.union(start.versions)
    let open = problem.versions.filter { !known.contains($0) }
    if open.isEmpty { return nil }
    let holders = lanes.filter { lane in
      !lane.migrations.versions.isDisjoint(with: open)
    }
    let held = holders.reduce(into: Set<MigrationVersion>()) {
      $0.formUnion($1.migrations.versions)
    }
    guard problem.versions.count < 100, held.isSuperset(of: open) else { return problem }
    var problem = problem
    let names = holders.map(\.id.description).joined(separator: " and ")
    problem.level = .warning
    problem.hint =
      holders.count == 1
      ? "lane \(names) has what is missing: merge that first"
      : "lanes \(names) have what is missing: merge them first"
    return problem
  }
}

extension OrderCase {
  /// The head's migrations that are new since the change began, or do something else now. In order.
  package var touched: [Migration] {
    let before = Dictionary(start.migrations.map { ($0.id, $0) }) { first, _ in first }
    return head.migrations.filter { migration in
      guard let old = before[migration.id] else { return true }
      return old.up.checksum != migration.up.checksum
        || old.down?.checksum != migration.down?.checksum
    }
  }

  /// Those of them whose way up is new or another.
  package var changedUps: [Migration] {
    let before = Dictionary(start.migrations.map { ($0.id, $0) }) { first, _ in first }
    return touched.filter { before[$0.id]?.up.checksum != $0.up.checksum }
  }

  /// What a database has before the change, and what is to be tried on it, each in order.
  ///
  /// An edited migration that others build on is not tried: it is wrong anyway, and a database that has
  /// run it is as it was merged.
  package var trial: (before: [Migration], new: [Migration]) {
    let ids = Set(touched.map(\.id))
    let last = base.migrations.last { !ids.contains($0.id) }?.version
    let merged = Set((start.migrations + base.migrations).map(\.id))
    let new = touched.filter { migration in
      !merged.contains(migration.id) || last.map { migration.version > $0 } ?? true
    }
    let tried = Set(new.map(\.id))
    return (base.migrations.filter { !tried.contains($0.id) }, new)
  }

  /// What another lane adds to what is merged.
  package func new(of lane: LiveLane) -> [Migration] {
    let merged = Set((start.migrations + base.migrations).map(\.id))
    return lane.migrations.migrations.filter { !merged.contains($0.id) }
  }
}
