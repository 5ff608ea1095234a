internal import Postgres

/// Proves migrations one after the other on a copy of the database before them.
package struct Verification: Sendable {
  private let templates: PrefixTemplates

  /// Works on copies of these databases.
  package init(_ templates: PrefixTemplates) {
    self.templates = templates
  }

  /// What came of each new migration. After one that does not run none is tried, and there are fewer
  /// trials than migrations.
  ///
  /// - Parameter base: those before them, in order, which run without being looked at.
  package func trials(of new: [Migration], after base: [Migration]) async throws -> [MigrationTrial]
  {
    var trials: [MigrationTrial] = []
    var site: TrialSite?
    for migration in new {
      // A way back that does not lead back must not be held against the next migration.
      if let old = site, !old.isAsIfOnlyUp {
        await old.leave()
        site = nil
      }
      var here: TrialSite
      if let site {
        here = site
      } else {
        here = try await TrialSite(templates, after: base + trials.map(\.migration))
      }
      let trial = try await here.trial(of: migration)
      site = here
      trials.append(trial)
      if trial.up.failure != nil { break }
    }
    await site?.leave()
    return trials
  }
}

/// A database in which migrations are tried, with a session that runs them and one that looks on.
struct TrialSite {
  private let templates: PrefixTemplates
  private let clone: Clone
  private let worker: Connection
  private let reader: SchemaReader
  private var tried: [Migration] = []
  /// Before the next migration.
  private var schema: SchemaSnapshot
  /// Whether the database is what the migrations so far make of an empty one.
  private(set) var isAsIfOnlyUp = true

  init(_ templates: PrefixTemplates, after base: [Migration]) async throws {
    self.templates = templates
    clone = try await templates.clone(after: base)
    let settings = clone.database.settings
    async let worker = Connection.open(settings.patient)
    reader = try await SchemaReader.open(settings)
    schema = try await templates.schema(of: clone, by: reader)
    self.worker = try await worker
  }

  /// Gives the database back.
  func leave() async { await templates.takeBack(clone, tried: tried) }

  mutating func trial(of migration: Migration) async throws -> MigrationTrial {
    tried.append(migration)
    let start = try await reader.moment()
    let up = try await ScriptRun(migration.up, on: worker)
    var trial = MigrationTrial(migration: migration, up: up)
    guard up.failure == nil else {
      isAsIfOnlyUp = up.isTransaction
      return trial
    }
    // Tools give each migration a session of its own, or one as good as new.
    try await worker.query("discard all")
    let before = schema
    let after = try await reader.schema(after: before, since: start)
    schema = after.schema
    trial.change = SchemaDifference(from: before, to: after)
    if let down = migration.down {
      try await tryBack(&trial, down, to: before, since: start)
      isAsIfOnlyUp =
        trial.downFailure.map { _ in down.canBeUndone } ?? (trial.afterAgain?.isEmpty == true)
    }
    return trial
  }

  /// Down, and up again.
  private func tryBack(
    _ trial: inout MigrationTrial, _ down: MigrationText, to before: SchemaSnapshot,
    since start: SchemaMoment
  ) async throws {
    let middle = try await reader.moment()
    trial.downFailure = try await down.apply(on: worker)
    guard trial.downFailure == nil else { return }
    let afterDown = try await difference(from: before, since: start)
    trial.afterDown = afterDown
    if !afterDown.isEmpty, trial.change?.isEmpty == false {
      let now = try await reader.schema(after: schema, since: middle)
      trial.downIsIdle = now.schema == schema
    }
    trial.againFailure = try await trial.migration.up.apply(on: worker)
    if trial.againFailure == nil {
      trial.afterAgain = try await difference(from: schema, since: start)
    }
  }

  private func difference(
    from old: SchemaSnapshot, since moment: SchemaMoment
  ) async throws -> SchemaDifference {
    SchemaDifference(from: old, to: try await reader.schema(after: old, since: moment))
  }
}
