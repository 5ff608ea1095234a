internal import GateContracts
package import GateMigrations
internal import GateModel
internal import GateRules
internal import Git

/// The migrations of a change, with all that they are judged by.
package struct MigrationCase: Sendable {
  /// Theirs, those of the base and those of other lanes.
  package var order: OrderCase
  /// Rows that the project ships for trying them.
  package var data: DataFiles
  /// What the first migration needs from elsewhere, as the base has it: a change does not make its own
  /// world.
  var foundation: [Migration]

  /// What a database has before the change: what the project says, then what is merged.
  var before: [Migration] { foundation + order.trial.before }
}

/// The migrations that are merged, and those of lanes that are not yet: what a change's own are held
/// against.
struct MergedMigrations {
  private let settings: MigrationSettings
  private let start: MigrationSet
  private let base: MigrationSet
  private let lanes: [LiveLane]
  private let foundation: [Migration]

  /// Reads them where the change touches the folder of migrations, or freezes a schema; nil where it does
  /// neither.
  ///
  /// - Parameters:
  ///   - base: the tree in which the change began.
  ///   - tip: the commit that it would be merged into.
  init?(
    of change: Change, in project: Project, _ repository: borrowing Repository, base: ObjectID,
    tip: ObjectID, head: ObjectID, beside others: ChangeRequest.Others
  ) throws {
    guard let settings = project.migrations,
      change.files.flatMap(\.paths).contains(where: { path in
        settings.contains(path) || Frozen.parts(of: path)?.kind == .schema
      })
    else { return nil }
    self.settings = settings
    start = try MigrationSet(settings, in: base, of: repository)
    let tree = try repository.tree(of: tip)
    let files = try Folder(settings, in: tree, of: repository)
    self.base = MigrationSet(files.regular, links: files.links, settings: settings)
    foundation = DataFiles(files.regular, settings: settings).before
    switch others {
    case .live:
      lanes = try liveLanes(beside: change, in: project, settings, repository, tip: tip, head: head)
    case .merged(let ahead, let out):
      lanes = try ahead.map { lane in
        let tree = try repository.tree(of: lane.commit)
        return LiveLane(
          id: lane.lane, migrations: try MigrationSet(settings, in: tree, of: repository),
          goesFirst: true, isOut: out.contains(lane.lane))
      }
    }
  }

  /// Adds what the change makes of them.
  func with(_ contents: RepositoryContents) throws -> MigrationCase {
    var (files, links): ([MigrationFile], [RepoPath]) = ([], [])
    for path in try contents.paths(at: .head).filter(settings.mayMatter) {
      if let bytes = try contents.regularFile(path, at: .head, atMost: maximumMigration) {
        files.append(MigrationFile(path: path, bytes: bytes))
      } else {
        links.append(path)
      }
    }
    let head = MigrationSet(files, links: links, settings: settings)
    return MigrationCase(
      order: OrderCase(start: start, base: base, head: head, lanes: lanes),
      data: DataFiles(files, settings: settings), foundation: foundation)
  }
}

extension MigrationSettings {
  /// Whether a path is below the folder.
  func contains(_ path: RepoPath) -> Bool {
    path.description.hasPrefix(self.path.description + "/")
  }
}

/// The folder as it stands in a tree.
private struct Folder {
  var regular: [MigrationFile] = []
  var links: [RepoPath] = []

  init(
    _ settings: MigrationSettings, in tree: ObjectID, of repository: borrowing Repository
  ) throws {
    for path in try repository.files(in: settings.path, of: tree) where settings.mayMatter(path) {
      guard let entry = try repository.entry(path, in: tree) else { continue }
      guard entry.kind.isRegular, let id = entry.id else {
        links.append(path)
        continue
      }
      // What is larger is told of as a file of one byte more than is read.
      let bytes =
        try repository.blob(id, atMost: maximumMigration)
        ?? [UInt8](repeating: UInt8(ascii: " "), count: maximumMigration)
      regular.append(MigrationFile(path: path, bytes: bytes))
    }
  }
}

/// The migrations of a tree, in order, after what the first needs from elsewhere.
func everyMigration(
  _ settings: MigrationSettings, in tree: ObjectID, of repository: borrowing Repository
) throws -> [Migration] {
  let folder = try Folder(settings, in: tree, of: repository)
  return DataFiles(folder.regular, settings: settings).before
    + MigrationSet(folder.regular, links: folder.links, settings: settings).migrations
}

extension MigrationSet {
  init(
    _ settings: MigrationSettings, in tree: ObjectID, of repository: borrowing Repository
  ) throws {
    let folder = try Folder(settings, in: tree, of: repository)
    self.init(folder.regular, links: folder.links, settings: settings)
  }
}

extension Project {
  /// Everything that a new database goes through at a state, in order; nothing where the plan has no
  /// migrations.
  func migrations(in tree: ObjectID, of repository: borrowing Repository) throws -> [Migration] {
    guard let settings = migrations else { return [] }
    let folder = try Folder(settings, in: tree, of: repository)
    let set = MigrationSet(folder.regular, links: folder.links, settings: settings)
    return DataFiles(folder.regular, settings: settings).before + set.migrations
  }
}

/// One more byte than a set reads, which says so itself.
private let maximumMigration = (16 << 20) + 1

/// The branches of other lanes that are not merged, with what they make of the migrations.
private func liveLanes(
  beside change: Change, in project: Project, _ settings: MigrationSettings,
  _ repository: borrowing Repository, tip: ObjectID, head: ObjectID
) throws -> [LiveLane] {
  let own = LaneResolution(of: change.claims, in: project).lane
  var seen: Set<[String]> = []
  var lanes: [LiveLane] = []
  for branch in repository.branches() where branch.tip != tip && branch.tip != head {
    let lane = project.lanes.first { lane in
      lane.id != own
        && lane.branch.map { GlobSet([$0]).contains(RepoPath(branch.name)) } == true
    }
    // A branch here and its copy at a remote are one; two lanes at one commit are two.
    guard let lane, seen.insert([lane.id.description, branch.tip.description]).inserted,
      try !repository.isAncestor(branch.tip, of: tip),
      try !repository.isAncestor(branch.tip, of: head)
    else { continue }
    let tree = try repository.tree(of: branch.tip)
    lanes.append(
      LiveLane(
        id: lane.id, migrations: try MigrationSet(settings, in: tree, of: repository),
        goesFirst: own.map { project.merges(lane.id, before: $0) } ?? true))
  }
  return lanes.sorted { project.merges($0.id, before: $1.id) }
}

extension Project {
  /// Which of two lanes is merged first: by the latest wave that has both, else by their names, so
  /// that both come to the same answer.
  func merges(_ a: LaneID, before b: LaneID) -> Bool {
    let orders = waves.map(\.merge).filter { $0.contains(a) && $0.contains(b) }
    guard let order = orders.last, let first = order.firstIndex(of: a),
      let second = order.firstIndex(of: b)
    else { return a < b }
    return first < second
  }
}
