internal import GateModel

// The words of every problem that a folder can have by itself.
extension MigrationProblem {
  static func nearMiss(_ path: RepoPath, _ format: MigrationSettings.Format) -> MigrationProblem {
    MigrationProblem(
      .name, path: path,
      message: "the file looks like a migration and would not run: its name is none that "
        + "\(format.rawValue) reads",
      hint: "call it like \(format.fileNames), or move it out of the folder")
  }

  static func formatDiffers(
    _ path: RepoPath, _ count: Int, _ settings: MigrationSettings
  ) -> MigrationProblem {
    let which = count == 1 ? "is not" : "and \(count - 1) more files of SQL are not"
    return MigrationProblem(
      .format, path: path,
      message:
        "the file \(which) named as \(settings.format.rawValue) names migrations: none is judged",
      hint: "say in gate.yml which `format:` they have, or another `path:`")
  }

  static func link(_ path: RepoPath) -> MigrationProblem {
    MigrationProblem(
      .unreadable, path: path, message: "the migration is a link, and where it leads is not judged",
      hint: "put the file itself here")
  }

  static func unversioned(_ path: RepoPath, _ why: String) -> MigrationProblem {
    MigrationProblem(
      .unjudged, path: path, message: "the file is not judged: it \(why)",
      hint: "try it on a database by hand")
  }

  static func code(_ path: RepoPath) -> MigrationProblem {
    MigrationProblem(
      .unjudged, path: path,
      message: "the migration is not judged: it is a program; only its number counts",
      hint: "write it in SQL, or try it by hand")
  }

  static func namesDiffer(_ down: RepoPath, _ up: RepoPath) -> MigrationProblem {
    MigrationProblem(
      .name, level: .warning, path: down,
      message: "the file undoes `\(up.name)` by its number, but has another name",
      hint: "give both the same name")
  }

  static func downAlone(_ path: RepoPath) -> MigrationProblem {
    MigrationProblem(
      .upMissing, path: path, message: "the file undoes a migration that is not there",
      hint: "add what it undoes, or delete it")
  }

  static func upEmpty(_ text: MigrationText) -> MigrationProblem {
    MigrationProblem(
      .upEmpty, path: text.path, line: text.firstLine, message: "the migration has no statement",
      hint: "write it, or delete it and give its number to the next")
  }

  static func downEmpty(_ text: MigrationText) -> MigrationProblem {
    MigrationProblem(
      .downEmpty, path: text.path, line: text.firstLine,
      message: "what should undo the migration has no statement",
      hint: "leave it so only where there is nothing to undo")
  }

  static func downMissing(
    _ migration: Migration, _ format: MigrationSettings.Format
  ) -> MigrationProblem {
    let advice =
      switch format {
      case .sqlPairs, .golangMigrate, .flyway: "add `\(migration.up.path.downName)`"
      case .diesel: "add `down.sql` beside it"
      case .dbmate: "add a section that begins with `-- migrate:down`"
      case .goose: "add a section that begins with `-- +goose Down`"
      }
    return MigrationProblem(
      .downMissing, level: format.demandsDown ? .error : nil, path: migration.up.path,
      message: "nothing undoes the migration", hint: advice)
  }

  static func duplicate(
    _ path: RepoPath, _ version: MigrationVersion, of owner: RepoPath,
    instead free: MigrationVersion?
  ) -> MigrationProblem {
    MigrationProblem(
      .duplicate, path: path,
      message: "the number \(version) is taken by `\(owner)`: a tool would run one of them",
      hint: renumbering(path, version, free), versions: [version])
  }

  static func gap(
    _ path: RepoPath, _ missing: [MigrationVersion], upTo version: MigrationVersion, count: Int
  ) -> MigrationProblem {
    let first = missing.first?.description ?? ""
    let numbers =
      switch count {
      case 1: first
      case 2...100: "\(first) to \(missing.last?.description ?? "")"
      default: "\(first) and \(count - 1) more"
      }
    return MigrationProblem(
      .gap, path: path,
      message: "no migration has the number\(count == 1 ? "" : "s") \(numbers) before \(version)",
      hint: renumbering(path, version, missing.first), versions: missing)
  }

  /// The advice to give a file another number, with its new name.
  static func renumbering(
    _ path: RepoPath, _ version: MigrationVersion, _ free: MigrationVersion?
  ) -> String {
    guard let free else { return "give it a number of its own" }
    return "rename it to `\(path.name(of: version, renumbered: free))`, and what undoes it likewise"
  }
}

extension RepoPath {
  /// The name with another number; for Diesel's layout, the name of the folder.
  func name(of version: MigrationVersion, renumbered free: MigrationVersion) -> String {
    let isInFolder = ["up.sql", "down.sql"].contains(name)
    let old = isInFolder ? parent?.name ?? name : name
    return old.replacing(version.description, with: free.description, maxReplacements: 1)
  }

  /// The name of the file that would undo it.
  fileprivate var downName: String {
    if let stem = name[...].before(".up.sql") { return stem + ".down.sql" }
    return name[...].after("V").map { "U" + $0 } ?? name
  }
}
