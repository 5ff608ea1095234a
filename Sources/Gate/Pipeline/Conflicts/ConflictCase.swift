internal import GateContracts
internal import GateMigrations
package import GateModel
internal import GateRules
internal import Postgres
internal import Processes

/// Lanes held against each other by what git has of them, and what is left to hold: interfaces that have
/// to be read by other programs, and migrations that have to run.
package struct ConflictCase: Sendable {
  private let seen: LaneConflicts
  /// Those that can be merged in any order.
  private let pairs: [(LaneSurvey, LaneSurvey)]
  private let project: Project
  private let freezes: FreezeCase?
  private let merged: MergedSchema?

  init(
    seen: LaneConflicts, pairs: [(LaneSurvey, LaneSurvey)], project: Project, freezes: FreezeCase?,
    merged: MergedSchema?
  ) {
    self.seen = seen
    self.pairs = pairs
    self.project = project
    self.freezes = freezes
    self.merged = merged
  }

  /// What is known where nothing else has to run; nil where two lanes touch a frozen interface, or
  /// migrations.
  package var immediate: LaneConflicts? {
    let isShared = FrozenInterface.allCases.contains { !pairs(touching: $0).isEmpty }
    return isShared || !movers.isEmpty ? nil : seen
  }

  /// Holds the rest against each other too. What cannot be told of a pair is said there, and is no pass.
  package func conflicts(on machine: Machine) async -> LaneConflicts {
    var found = seen
    await compareFiles(&found, machine)
    for (pair, result) in await comparedMigrations(machine) {
      found.add(result, to: pair) { "whether their migrations go together: \($0)" }
    }
    return found
  }
}

// MARK: frozen interfaces that are read from files

extension ConflictCase {
  private func pairs(touching kind: FrozenInterface) -> [(LaneSurvey, LaneSurvey)] {
    pairs.filter { $0.sources[kind] != nil && $1.sources[kind] != nil }
  }

  private func compareFiles(_ found: inout LaneConflicts, _ machine: Machine) async {
    for kind in FrozenInterface.allCases {
      var touches: [LaneID: Result<InterfaceTouch, any Error>] = [:]
      for (a, b) in pairs(touching: kind) {
        for lane in [a, b] where touches[lane.lane] == nil {
          touches[lane.lane] = await touch(lane, kind, machine)
        }
        let result = Result {
          guard let freezes, let (_, wave) = try freezes.snapshot(of: kind),
            let one = try touches[a.lane]?.get(), let other = try touches[b.lane]?.get()
          else { return [] as [LaneConflicts.Conflict] }
          return one.conflicts(
            with: other, (a.lane, b.lane), wave: wave, at: RepoPath(kind.rawValue))
        }
        found.add(result, to: (a.lane, b.lane)) { "whether both touch the frozen \(kind): \($0)" }
      }
    }
  }

  private func touch(
    _ lane: LaneSurvey, _ kind: FrozenInterface, _ machine: Machine
  ) async -> Result<InterfaceTouch, any Error> {
    do {
      guard let sources = lane.sources[kind] else { throw CannotJudge("nothing was read") }
      var contracts: [Contract] = []
      for files in [sources.before, sources.after] {
        contracts.append(
          try await project.contract(
            kind, in: files, under: .ownProgram, environment: machine.environment))
      }
      return .success(InterfaceTouch(kind, from: contracts[0], to: contracts[1]))
    } catch {
      return .failure(error)
    }
  }
}

// MARK: migrations

extension ConflictCase {
  private typealias Compared = (pair: (LaneID, LaneID), Result<[LaneConflicts.Conflict], any Error>)

  /// Pairs of lanes that both bring migrations, the one that is merged first as the first.
  private var movers: [(LaneSurvey, LaneSurvey)] {
    guard let merged else { return [] }
    return pairs.filter { pair in
      [pair.0, pair.1].allSatisfy { !merged.trial(of: $0).new.isEmpty }
    }.map { a, b in
      project.merges(a.lane, before: b.lane) ? (a, b) : (b, a)
    }
  }

  private func comparedMigrations(_ machine: Machine) async -> [Compared] {
    let movers = movers
    guard let merged, let first = movers.first else { return [] }
    let wave: Int?
    let host: ScratchHost
    do {
      wave = try freezes?.snapshot(of: .schema)?.1
      host = try await ScratchHost.start(
        environment: machine.environment,
        preparation: Preparation(of: merged.trial(of: first.0).before))
    } catch {
      return movers.map { (($0.lane, $1.lane), .failure(error)) }
    }
    let compared = await host.guarding {
      var comparison = MigrationComparison(merged, on: host, frozenBy: wave)
      var compared: [Compared] = []
      for (a, b) in movers {
        let result: Result<[LaneConflicts.Conflict], any Error>
        do {
          result = .success(try await comparison.conflicts(a, b))
        } catch {
          result = .failure(error)
        }
        compared.append(((a.lane, b.lane), result))
      }
      return compared
    }
    await host.stop()
    return compared
  }
}

extension LaneConflicts {
  /// - Parameter unjudged: the sentence about a pair of which something could not be told, and why.
  fileprivate mutating func add(
    _ result: Result<[Conflict], any Error>, to pair: (LaneID, LaneID),
    unjudged: (String) -> String
  ) {
    let index = pairs.firstIndex { Set([$0.a, $0.b]) == Set([pair.0, pair.1]) }
    guard let index else { return }
    switch result {
    case .success(let conflicts): pairs[index].add(conflicts)
    case .failure(let error): pairs[index].unjudged.append(unjudged(spoken(error)))
    }
  }
}
