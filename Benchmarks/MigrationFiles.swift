import FoundationEssentials
import GateMigrations
import GateModel

/// The pairs of a folder.
func migrationSet(in folder: String) throws -> MigrationSet {
  let files = try FileManager.default.contentsOfDirectory(atPath: folder).sorted().map { name in
    MigrationFile(
      path: RepoPath("\(sampleSettings.path)/\(name)"), bytes: try bytes(of: "\(folder)/\(name)"))
  }
  return MigrationSet(files, settings: sampleSettings)
}

/// Writes a set as pairs to `Migrations`, the ways there alone to `up`, and both as dbmate has them to
/// `dbmate`.
func write(_ set: MigrationSet, in folder: String) throws {
  for name in ["Migrations", "up", "dbmate"] {
    try FileManager.default.createDirectory(
      atPath: "\(folder)/\(name)", withIntermediateDirectories: true)
  }
  for migration in set.migrations {
    write(migration.up.text, to: "\(folder)/Migrations/\(migration).up.sql")
    write(migration.up.text, to: "\(folder)/up/\(migration).sql")
    let down = migration.down?.text ?? ""
    write(down, to: "\(folder)/Migrations/\(migration).down.sql")
    write(
      "-- migrate:up\n\(migration.up.text)\n-- migrate:down\n\(down)",
      to: "\(folder)/dbmate/\(migration).sql")
  }
}

private func bytes(of path: String) throws -> [UInt8] {
  [UInt8](try Data(contentsOf: URL(filePath: path)))
}
