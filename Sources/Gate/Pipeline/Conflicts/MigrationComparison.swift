internal import GateContracts
internal import GateMigrations
internal import GateModel
internal import GateRules
internal import Git
internal import Postgres

/// The migrations that are merged: what those of every lane build on.
struct MergedSchema: Sendable {
  /// What the first one needs from elsewhere.
  private let foundation: [Migration]
  private let migrations: MigrationSet
  /// Where they are.
  let folder: RepoPath

  /// Nil where the plan has no migrations.
  init?(_ project: Project, in tree: ObjectID, of repository: borrowing Repository) throws {
    guard let settings = project.migrations else { return nil }
    migrations = try MigrationSet(settings, in: tree, of: repository)
    folder = settings.path
    let all = try everyMigration(settings, in: tree, of: repository)
    foundation = Array(all.dropLast(migrations.migrations.count))
  }

  /// The new migrations of a lane, and what runs before them.
  func trial(of lane: LaneSurvey) -> (before: [Migration], new: [Migration]) {
    guard let own = lane.migrations else { return (foundation + migrations.migrations, []) }
    let trial = OrderCase(start: own.start, base: migrations, head: own.head).trial
    return (foundation + trial.before, trial.new)
  }
}

/// Holds the migrations of lanes against each other, on databases of a host.
struct MigrationComparison {
  private let merged: MergedSchema
  private let templates: PrefixTemplates
  /// The wave that froze the schema; nil where none did.
  private let wave: Int?
  private var known: [LaneID: Result<Tried, any Error>] = [:]

  /// What a lane's migrations do by themselves.
  private struct Tried {
    var steps: LaneSteps
    var schema: InterfaceTouch?
  }

  init(_ merged: MergedSchema, on host: ScratchHost, frozenBy wave: Int?) {
    self.merged = merged
    self.wave = wave
    templates = PrefixTemplates(host)
  }

  /// What stands between two lanes, the first of which is merged first.
  mutating func conflicts(
    _ first: LaneSurvey, _ second: LaneSurvey
  ) async throws -> [LaneConflicts.Conflict] {
    let (one, other) = (try await tried(first), try await tried(second))
    let (before, _) = merged.trial(of: first)
    let commutation = try await CommuteProof(templates)
      .commutation(of: one.steps, and: other.steps, after: before)
    let lanes = (first.lane, second.lane)
    var conflicts = commutation.findings(for: second.lane).filter { $0.level != .note }
      .map { finding in
        LaneConflicts.Conflict(
          kind: .migrationOrder, path: finding.path ?? merged.folder, line: finding.line,
          message: finding.message, hint: finding.hint)
      }
    if let wave, let one = one.schema, let other = other.schema {
      let path = merged.trial(of: second).new.last?.up.path ?? merged.folder
      conflicts += one.conflicts(with: other, lanes, wave: wave, at: path)
    }
    return conflicts
  }

  private mutating func tried(_ lane: LaneSurvey) async throws -> Tried {
    if let known = known[lane.lane] { return try known.get() }
    let result: Result<Tried, any Error>
    do { result = .success(try await attempt(lane)) } catch { result = .failure(error) }
    known[lane.lane] = result
    return try result.get()
  }

  private func attempt(_ lane: LaneSurvey) async throws -> Tried {
    let (before, new) = merged.trial(of: lane)
    let trials = try await Verification(templates).trials(of: new, after: before)
    if let failed = trials.first(where: { $0.up.failure != nil }) {
      throw CannotJudge("`\(failed.migration)` of lane \(lane.lane) does not run by itself")
    }
    let steps = LaneSteps(lane: lane.lane, trials: trials)
    guard wave != nil else { return Tried(steps: steps) }
    let old = Contract(try await templates.schema(after: before))
    let schema = Contract(try await templates.schema(after: before + new))
    return Tried(steps: steps, schema: InterfaceTouch(.schema, from: old, to: schema))
  }
}
