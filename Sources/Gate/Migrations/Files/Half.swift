internal import GateModel

/// One direction of a migration, as a file or a section of one has it.
struct Half: Hashable {
  var version: MigrationVersion
  var name: String
  var direction: FileRole.Direction
  var path: RepoPath
  /// Nil for a file that is there and cannot be read.
  var text: MigrationText?

  var id: Migration.ID { Migration.ID(version: version, name: name) }
}

extension [Half] {
  /// Puts what undoes beside what does: of the same version and name, else of the same version alone,
  /// where there is only one.
  ///
  /// - Parameter unread: migrations of code, which a half in SQL may undo.
  func paired(with unread: [UnreadMigration]) -> Pairs {
    var pairs = Pairs()
    let ups = filter { $0.direction == .up }
      .sorted { ($0.version, $0.path) < ($1.version, $1.path) }
    var downs = Dictionary(grouping: filter { $0.direction == .down }, by: \.version)
    var rest: [Half] = []
    for up in ups {
      if let place = downs[up.version]?.firstIndex(where: { $0.name == up.name }) {
        pairs.halves.append((up, downs[up.version]?.remove(at: place)))
      } else {
        rest.append(up)
      }
    }
    let lonely = Dictionary(grouping: rest, by: \.version)
    for up in rest {
      if lonely[up.version]?.count == 1, downs[up.version]?.count == 1,
        let down = downs.removeValue(forKey: up.version)?.first
      {
        pairs.halves.append((up, down))
      } else {
        pairs.halves.append((up, nil))
      }
    }
    pairs.halves.sort { ($0.up.version, $0.up.path) < ($1.up.version, $1.up.path) }
    let known = Set(unread.map(\.version))
    pairs.lonelyDowns = downs.values.joined().filter { !known.contains($0.version) }
      .sorted { ($0.version, $0.path) < ($1.version, $1.path) }
    return pairs
  }
}

/// Halves that were put together.
struct Pairs {
  /// In the order of versions, then of paths.
  var halves: [(up: Half, down: Half?)] = []
  /// What undoes nothing that is there.
  var lonelyDowns: [Half] = []
}
