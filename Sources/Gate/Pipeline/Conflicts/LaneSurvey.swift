internal import GateMigrations
internal import GateModel
internal import Git

/// What one lane does to the base, looked at once and held against every other lane.
struct LaneSurvey: Sendable {
  let lane: LaneID
  /// Its newest commit, with what is not committed where that counts.
  let commit: ObjectID
  let files: [RepoPath: ChangedFile]
  /// Nil where it touches no migration.
  let migrations: (start: MigrationSet, head: MigrationSet)?
  /// What the frozen interfaces that it touches are read from, on both sides; without the schema.
  let sources: [FrozenInterface: (before: [SourceFile], after: [SourceFile])]

  /// - Parameters:
  ///   - old: the tree without its change.
  ///   - new: the tree with it.
  ///   - frozen: the interfaces that something is frozen of.
  init(
    of lane: LaneID, at commit: ObjectID, from old: ObjectID, to new: ObjectID,
    in project: Project, _ frozen: [FrozenInterface], _ repository: borrowing Repository
  ) throws {
    (self.lane, self.commit) = (lane, commit)
    var files: [RepoPath: ChangedFile] = [:]
    for file in try repository.diff(from: old, to: new) {
      for path in file.paths { files[path] = file }
    }
    self.files = files
    if let settings = project.migrations, files.keys.contains(where: settings.contains) {
      migrations = (
        try MigrationSet(settings, in: old, of: repository),
        try MigrationSet(settings, in: new, of: repository)
      )
    } else {
      migrations = nil
    }
    var sources: [FrozenInterface: (before: [SourceFile], after: [SourceFile])] = [:]
    for kind in frozen where kind != .schema {
      let isTouched = files.keys.contains { project.interfaces?.contains($0, of: kind) == true }
      guard isTouched else { continue }
      let changed = kind == .signatures ? Set(files.keys) : nil
      sources[kind] = (
        try project.sources(of: kind, in: old, among: changed, repository),
        try project.sources(of: kind, in: new, among: changed, repository)
      )
    }
    self.sources = sources
  }

  /// Whether a folder may have been renamed, so that what another lane adds to it is touched too.
  var hasRenames: Bool { files.values.contains { $0.status == .renamed } }

  /// The regions of a file in which it changed lines, each with the first of them, and whether it changed any
  /// outside of regions. A line that is gone counts where it was.
  func touched(
    _ path: RepoPath, _ repository: borrowing Repository
  ) throws -> (regions: [String: Int], isOutside: Bool) {
    guard let file = files[path], let after = try text(file.after, repository) else {
      return ([:], true)
    }
    let before = try text(file.before, repository) ?? []
    let hunks = try repository.hunks(from: before, to: after)
    var (regions, isOutside) = ([String: Int](), false)
    for (text, lines) in [
      (after, hunks.flatMap(\.added).map(\.number)),
      (before, hunks.filter(\.added.isEmpty).flatMap(\.removed).map(\.number)),
    ] {
      let map = RegionMap(lines: String(decoding: text, as: UTF8.self).lines)
      for line in lines {
        if let region = map.region(at: line) {
          regions[region.name] = regions[region.name] ?? line
        } else {
          isOutside = true
        }
      }
    }
    return (regions, isOutside)
  }

  private func text(
    _ entry: ChangedFile.Entry?, _ repository: borrowing Repository
  ) throws -> [UInt8]? {
    guard let entry, entry.kind.isRegular, let id = entry.id else { return nil }
    return try repository.blob(id, atMost: Repository.maximumTextSize)
  }
}

extension Project {
  /// - Parameter changed: only these files; nil for all.
  fileprivate func sources(
    of kind: FrozenInterface, in tree: ObjectID, among changed: Set<RepoPath>?,
    _ repository: borrowing Repository
  ) throws -> [SourceFile] {
    var files: [RepoPath: [UInt8]] = [:]
    let paths = try repository.paths(in: tree).filter { path in
      interfaces?.contains(path, of: kind) == true && changed?.contains(path) ?? true
    }
    for path in paths { files[path] = try repository.interfaceFile(path, in: tree) }
    return sources(of: kind, among: paths) { files[$0] }
  }
}
