import GateModel

@testable import GateMigrations

/// A set of the folder `m`, from texts by name.
func migrations(
  _ files: [String: String], _ format: MigrationSettings.Format = .sqlPairs
) -> MigrationSet {
  MigrationSet(
    files.map { MigrationFile(path: RepoPath("m/\($0.key)"), text: $0.value) },
    settings: MigrationSettings(path: RepoPath("m"), format: format))
}

/// Pairs of files with a statement each, from names such as `001_a`.
func pairs(_ names: String..., edits: [String: String?] = [:]) -> MigrationSet {
  var files: [String: String] = [:]
  for name in names {
    files["\(name).up.sql"] = "create table t_\(name) (id int);\n"
    files["\(name).down.sql"] = "drop table t_\(name);\n"
  }
  for (name, text) in edits { files[name] = text }
  return migrations(files)
}

extension MigrationSet {
  /// What is wrong, as in a list: `down-missing m/001_a.up.sql:3`.
  var told: [String] {
    problems.map { problem in
      let place = problem.line.map { ":\($0)" } ?? ""
      return "\(problem.kind.rawValue.dropFirst(10)) \(problem.path.name)\(place)"
    }
  }
}
