import FoundationEssentials
import GateMigrations
import GateModel
import Postgres

/// The migrations of a worktree, and the database they are for.
struct MigrationFolder {
  /// The repository's top.
  var root: String
  var set: MigrationSet

  /// Reads gate.yml and the folder that it names.
  init(above path: String) throws {
    guard let root = projectRoot(above: path) else {
      throw Failure(
        "there is no gate.yml here or above", hint: "`gate init` writes one", exit: .unjudged)
    }
    guard let settings = try worktreePlan(in: root).migrations else {
      throw Failure(
        "gate.yml names no migrations",
        hint: "add `migrations: {path: Migrations, format: sql-pairs}`", exit: .unjudged)
    }
    self.root = root
    set = MigrationSet(try migrationFiles(in: root, settings.path), settings: settings)
  }
}

/// Every plain file below a folder; links and other special files are no migrations.
private func migrationFiles(in root: String, _ folder: RepoPath) throws -> [MigrationFile] {
  let path = "\(root)/\(folder)"
  guard FileManager.default.fileExists(atPath: path) else { return [] }
  return try FileManager.default.subpathsOfDirectory(atPath: path).sorted().compactMap { name in
    let file = "\(path)/\(name)"
    let attributes = try FileManager.default.attributesOfItem(atPath: file)
    guard attributes[.type] as? FileAttributeType == .typeRegular else { return nil }
    return MigrationFile(path: RepoPath("\(folder)/\(name)"), bytes: try bytes(ofFile: file))
  }
}

/// The database of DATABASE_URL, or of PG*.
func databaseSettings(_ environment: [String: String]) throws -> ConnectionSettings {
  guard let url = environment["DATABASE_URL"], !url.isEmpty else { return ConnectionSettings() }
  return try ConnectionSettings(parsing: url)
}
