import FoundationEssentials
import GateMigrations
import GateModel
import Postgres

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The migrations of a worktree, and the database they are for.
struct MigrationFolder {
  /// The repository's top.
  var root: String
  var project: Project
  var set: MigrationSet
  /// The rows that it ships.
  var data: DataFiles

  /// Reads gate.yml and the folder that it names.
  ///
  /// - Parameter isNew: whether the folder may not be there yet.
  init(above path: String, isNew: Bool = false) throws {
    guard let root = projectRoot(above: path) else {
      throw Failure(
        "there is no gate.yml here or above", hint: "`gate init` writes one", exit: .unjudged)
    }
    let project = try worktreePlan(in: root)
    guard let settings = project.migrations else {
      throw Failure(
        "gate.yml names no migrations",
        hint: "add `migrations: {path: Migrations, format: sql-pairs}`", exit: .unjudged)
    }
    guard isNew || FileManager.default.fileExists(atPath: "\(root)/\(settings.path)") else {
      throw Failure(
        "there is no folder `\(settings.path)`",
        hint:
          "`gate migrate new NAME` writes the first migration; or right `migrations:` in gate.yml",
        exit: .unjudged)
    }
    self.root = root
    self.project = project
    let (files, links) = try migrationFiles(in: root, settings.path)
    set = MigrationSet(files, links: links, settings: settings)
    data = DataFiles(files, settings: settings)
  }
}

extension MigrationFolder {
  /// Those whose way up is in one of these files; all where none is named.
  func migrations(in files: [String], from place: Place) throws -> [Migration] {
    if files.isEmpty { return set.migrations }
    return try files.map { file in
      let path = URL(filePath: place.resolve(file)).standardizedFileURL.path
      guard let found = set.migrations.first(where: { "\(root)/\($0.up.path)" == path }) else {
        throw Failure("`\(file)` is no migration's way up", exit: .usage)
      }
      return found
    }
  }
}

/// Every plain file below a folder, and the links.
private func migrationFiles(
  in root: String, _ folder: RepoPath
) throws -> (files: [MigrationFile], links: [RepoPath]) {
  let path = "\(root)/\(folder)"
  var found: (files: [MigrationFile], links: [RepoPath]) = ([], [])
  guard FileManager.default.fileExists(atPath: path) else { return found }
  for name in try FileManager.default.subpathsOfDirectory(atPath: path).sorted() {
    let file = "\(path)/\(name)"
    var state = stat()
    // FileManager looks up the names of owner and group, for each file anew.
    guard unsafe lstat(file, &state) == 0 else {
      throw Failure("`\(file)` cannot be read", exit: .unjudged)
    }
    let path = RepoPath("\(folder)/\(name)")
    switch state.st_mode & S_IFMT {
    case S_IFREG: found.files.append(MigrationFile(path: path, bytes: try bytes(ofFile: file)))
    case S_IFLNK: found.links.append(path)
    default: break
    }
  }
  return found
}

/// The database of DATABASE_URL, or of PG*.
func databaseSettings(_ environment: [String: String]) throws -> ConnectionSettings {
  guard let url = environment["DATABASE_URL"], !url.isEmpty else { return ConnectionSettings() }
  return try ConnectionSettings(parsing: url)
}
