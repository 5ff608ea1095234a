internal import Postgres

/// Proves migrations one after the other on a database that has rows in every table.
package struct DataProof: Sendable {
  private let templates: PrefixTemplates
  private let files: DataFiles

  /// Works on copies of these databases.
  ///
  /// - Parameter files: rows of the project's own.
  package init(_ templates: PrefixTemplates, files: DataFiles = .none) {
    self.templates = templates
    self.files = files
  }

  /// What came of each new migration. All of them must run on empty tables.
  ///
  /// - Parameter base: those before them, in order.
  package func trials(of new: [Migration], after base: [Migration]) async throws -> [DataTrial] {
    var trials: [DataTrial] = []
    var site: DataSite?
    for (index, migration) in new.enumerated() {
      let own = files.texts[migration.version, default: []]
      if let old = site, !old.isAsIfOnlyUp || !own.isEmpty {
        await old.leave()
        site = nil
      }
      var here: DataSite
      if let site {
        here = site
      } else {
        here = try await DataSite(templates, after: base + new[..<index])
      }
      trials.append(try await here.trial(of: migration, with: own))
      site = here
    }
    await site?.leave()
    return trials
  }
}

/// A database with rows.
struct DataSite {
  private let templates: PrefixTemplates
  private let clone: Clone
  private let connection: Connection
  private var tried: [Migration] = []
  /// Whether the migrations so far have run, and nothing else has changed.
  private(set) var isAsIfOnlyUp = true

  init(_ templates: PrefixTemplates, after base: [Migration]) async throws {
    self.templates = templates
    clone = try await templates.clone(after: base)
    connection = try await Connection.open(clone.database.settings.patient)
  }

  /// Gives the database back.
  func leave() async { await templates.takeBack(clone, tried: tried) }

  /// Runs the project's own rows, which are to be rows and no other schema.
  private func putIn(_ files: [MigrationText], _ trial: inout DataTrial) async throws {
    guard !files.isEmpty else { return }
    let reader = try await SchemaReader.open(clone.database.settings)
    let before = try await reader.snapshot()
    for file in files {
      trial.fileFailure = try await file.apply(on: connection)
      if trial.fileFailure != nil { return }
    }
    trial.fileChange = SchemaDifference(from: before, to: try await reader.snapshot())
  }

  mutating func trial(
    of migration: Migration, with files: [MigrationText]
  ) async throws -> DataTrial {
    tried.append(migration)
    var trial = DataTrial(migration: migration)
    isAsIfOnlyUp = false
    try await putIn(files, &trial)
    guard trial.fileFailure == nil, trial.fileChange.isEmpty else { return trial }
    // Some rows take hundreds of attempts.
    trial.empty = try await connection.perform { try await Seeding($0).empty }
    let before = try await DataContents(connection)
    trial.upFailure = try await migration.up.apply(on: connection)
    guard trial.upFailure == nil else { return trial }
    guard let down = migration.down else {
      // Nothing brings them back.
      trial.lost = before.losses(to: try await DataContents(connection))
      isAsIfOnlyUp = true
      return trial
    }
    trial.downFailure = try await down.apply(on: connection)
    guard trial.downFailure == nil else { return trial }
    let after = try await DataContents(connection)
    trial.lost = before.losses(to: after)
    trial.changed = before.changes(to: after)
    trial.againFailure = try await migration.up.apply(on: connection)
    isAsIfOnlyUp = trial.isExact
    return trial
  }
}
