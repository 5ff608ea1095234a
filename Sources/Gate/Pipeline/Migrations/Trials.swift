internal import GateMigrations
internal import GateModel

/// The migrations of a change on trial: each kind of proof once, when it is asked for.
struct Trials {
  private let migrations: MigrationCase
  private let lane: LaneID?
  private let templates: PrefixTemplates
  private var proved: [MigrationTrial]?

  init(_ migrations: MigrationCase, _ lane: LaneID?, _ templates: PrefixTemplates) {
    self.migrations = migrations
    self.lane = lane
    self.templates = templates
  }

  /// Up, down, and up again.
  mutating func own() async throws -> [MigrationTrial] {
    if let proved { return proved }
    let trials = try await Verification(templates)
      .trials(of: migrations.order.trial.new, after: migrations.before)
    proved = trials
    return trials
  }

  /// The same on tables with rows.
  mutating func dataFindings() async throws -> [Finding] {
    let onRows = try await DataProof(templates, files: migrations.data)
      .trials(of: migrations.order.trial.new, after: migrations.before)
    let own = try await own()
    return onRows.flatMap { trial in
      own.first { $0.migration == trial.migration }.map { trial.findings(beside: $0) } ?? []
    }
  }

  /// Beside the migrations of each other lane, in both orders.
  mutating func laneFindings() async throws -> [Finding] {
    let own = try await own()
    guard let lane, !own.isEmpty else { return [] }
    let steps = LaneSteps(lane: lane, trials: own)
    let before = migrations.before
    var findings: [Finding] = []
    for other in migrations.order.lanes {
      let theirs = migrations.order.new(of: other)
      let trials = try await Verification(templates).trials(of: theirs, after: before)
      // What does not run by itself is for its own gate to say.
      guard !trials.isEmpty, trials.allSatisfy({ $0.up.failure == nil }) else { continue }
      let others = LaneSteps(lane: other.id, trials: trials)
      let pair = other.goesFirst ? (others, steps) : (steps, others)
      findings += try await CommuteProof(templates)
        .commutation(of: pair.0, and: pair.1, after: before).findings(for: lane)
    }
    return findings
  }
}
