internal import GateMigrations
internal import GateModel
internal import Git

/// What one lane does to the base, looked at once and held against every other lane.
struct LaneSurvey {
  let tip: LaneTip
  let files: [RepoPath: ChangedFile]
  /// Nil where it touches no migration.
  let migrations: (start: MigrationSet, head: MigrationSet)?

  init(
    of tip: LaneTip, in project: Project, base tipOfBase: ObjectID,
    _ repository: borrowing Repository
  ) throws {
    self.tip = tip
    let base = try repository.mergeBase(tipOfBase, tip.commit)
    let (old, new) = (try repository.tree(of: base), try repository.tree(of: tip.commit))
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
