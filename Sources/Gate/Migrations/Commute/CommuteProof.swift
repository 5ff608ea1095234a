internal import Postgres

/// Applies the migrations of two lanes in both orders.
package struct CommuteProof: Sendable {
  private let templates: PrefixTemplates

  /// Works on copies of these databases.
  package init(_ templates: PrefixTemplates) {
    self.templates = templates
  }

  /// What came of two lanes whose migrations run on the same base.
  ///
  /// - Parameter base: the migrations that both build on.
  package func commutation(
    of first: LaneSteps, and second: LaneSteps, after base: [Migration]
  ) async throws -> Commutation {
    var result = Commutation(
      first: first, second: second, shared: first.shared(with: second), result: .disjoint)
    guard !result.shared.isEmpty || first.isUnseen || second.isUnseen else { return result }
    let there = try await outcome(first, second, base)
    let back = try await outcome(second, first, base)
    switch (there, back) {
    case (.failed(let migration, let failure), _):
      result.result = .fails(migration, of: second.lane, after: first.lane, failure)
    case (_, .failed(let migration, let failure)):
      result.result = .fails(migration, of: first.lane, after: second.lane, failure)
    case (.made(let one), .made(let other)):
      result.result = .ran(SchemaDifference(from: one, to: other))
    }
    return result
  }

  private enum Outcome {
    case made(SchemaSnapshot)
    case failed(Migration, ScriptFailure)
  }

  private func outcome(
    _ first: LaneSteps, _ second: LaneSteps, _ base: [Migration]
  ) async throws -> Outcome {
    let clone = try await templates.clone(after: base)
    let outcome = try await outcome(first, second, on: clone)
    await templates.takeBack(clone, tried: first.migrations + second.migrations)
    return outcome
  }

  private func outcome(
    _ first: LaneSteps, _ second: LaneSteps, on clone: Clone
  ) async throws -> Outcome {
    let connection = try await Connection.open(clone.database.settings.patient)
    for migration in first.migrations + second.migrations {
      if let failure = try await migration.up.apply(on: connection) {
        return .failed(migration, failure)
      }
    }
    return .made(try await SchemaReader.open(clone.database.settings).snapshot())
  }
}
