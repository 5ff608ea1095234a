internal import GateMigrations
internal import GateModel
internal import Git

/// What one lane does to the base, looked at once and held against every other lane.
struct LaneSurvey {
  let tip: LaneTip
  /// Where its branch left the base.
  let base: ObjectID
  let files: [RepoPath: ChangedFile]
  /// Nil where it touches no migration.
  let migrations: (start: MigrationSet, head: MigrationSet)?

  init(
    of tip: LaneTip, in project: Project, base tipOfBase: ObjectID,
    _ repository: borrowing Repository
  ) throws {
    self.tip = tip
    base = try repository.mergeBase(tipOfBase, tip.commit)
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

  /// The lines of a file that it changed, as they are on its side.
  func lines(
    of path: RepoPath, _ repository: borrowing Repository
  ) throws -> (text: String, changed: [Int])? {
    guard let file = files[path], let after = file.after?.id, file.after?.kind.isRegular == true,
      let new = try repository.blob(after, atMost: Repository.maximumTextSize)
    else { return nil }
    let old = try file.before?.id.flatMap {
      try repository.blob($0, atMost: Repository.maximumTextSize)
    }
    let hunks = try repository.hunks(from: old ?? [], to: new)
    let changed = hunks.flatMap { hunk in
      hunk.added.isEmpty ? [] : hunk.added.map(\.number)
    }
    return (String(decoding: new, as: UTF8.self), changed)
  }
}
