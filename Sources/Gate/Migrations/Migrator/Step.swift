internal import GateModel

/// One direction of one migration, ready to be run.
struct Step: Sendable {
  /// As the table has it.
  var version: Int
  var name: String
  var direction: MigrationFailure.Direction
  /// What is run.
  var script: MigrationScript
  /// Of the up half, hexadecimal.
  var checksum: String
  /// The down half, to be kept; nil where there is none.
  var down: MigrationText?

  /// For sentences: `003_name`, spelled as the file is.
  var title: String
}

extension Step {
  /// The way up of a migration.
  init(up migration: Migration, version: Int) {
    self.init(
      version: version, name: migration.name, direction: .up,
      script: MigrationScript(migration.up), checksum: migration.up.checksum.description,
      down: migration.down, title: migration.description)
  }

  /// The way down of what was applied, by the text that was kept; nil where nothing undoes it.
  init?(down row: VersionTable.Row, of migration: Migration?) {
    let file = migration?.down
    let path = file?.path ?? RepoPath("schema_version/\(row.version).down")
    let kept = row.down.map {
      MigrationText(
        path: path, firstLine: file?.firstLine ?? 1, text: $0,
        isTransactional: row.isDownTransactional)
    }
    guard let text = kept ?? file else { return nil }
    self.init(
      version: row.version, name: row.name, direction: .down, script: MigrationScript(text),
      checksum: row.checksum, down: text,
      title: migration?.description ?? "\(row.version)_\(row.name)")
  }
}
