internal import GateModel
internal import GateWaves
internal import Git

/// Lanes merged on top of the base: a commit object that no ref points to.
struct MergedState: Sendable, Hashable {
  var combination: Combination
  var commit: ObjectID
  var tree: ObjectID
}

/// Merges lanes in memory, each combination once. Only objects are written.
struct MergedStates: ~Copyable {
  private let base: MergedState
  private let tips: [LaneID: LaneTip]
  private let foundations: [LaneID: [LaneID]]
  private let wave: Wave
  private let id: String
  private let person: Signature
  private let repository: Repository
  private var merger: Merger
  private var made: [Combination: Result]

  /// What came of merging.
  enum Result {
    case merged(MergedState)
    /// The last lane does not go on top of those before it.
    case conflict([Conflict])
    /// The last lane has commits of this one, which is not before it.
    case lacks(LaneID)
  }

  init(of wave: WaveCase, id: String, _ environment: [String: String]) throws {
    let repository = try Repository(at: wave.source.commonFolder)
    let person = repository.signature(environment, at: 0)
    let merger = try Merger(at: wave.source.commonFolder, writing: .repository)
    self.repository = repository
    self.merger = merger
    self.person = person
    made = [:]
    base = MergedState(
      combination: Combination([]), commit: wave.baseCommit, tree: wave.baseTree)
    tips = Dictionary(
      wave.lanes.compactMap { lane in lane.tip.map { (lane.id, $0) } },
      uniquingKeysWith: { a, _ in a })
    foundations = Dictionary(
      wave.lanes.map { ($0.id, $0.foundation) }, uniquingKeysWith: { a, _ in a })
    self.wave = wave.wave
    self.id = id
  }

  /// The lanes merged one after the other. Where one before the last cannot be merged, that is the
  /// answer.
  mutating func merge(_ combination: Combination) throws -> Result {
    guard let last = combination.lanes.last, let tip = tips[last] else { return .merged(base) }
    if let known = made[combination] { return known }
    if let other = foundations[last]?.first(where: { !combination.lanes.contains($0) }) {
      return .lacks(other)
    }
    let before = try merge(Combination(combination.lanes.dropLast()))
    guard case .merged(let ours) = before else { return before }
    let merge = try merger.merge(ours.commit, tip.commit)
    let result: Result
    if merge.isClean {
      var person = person
      person.time = try time(ours.commit, tip.commit)
      let commit = try merger.writeCommit(
        tree: merge.tree, parents: [ours.commit, tip.commit], author: person, committer: person,
        message: message(of: tip))
      result = .merged(MergedState(combination: combination, commit: commit, tree: merge.tree))
    } else {
      result = .conflict(merge.conflicts)
    }
    made[combination] = result
    return result
  }

  /// The first lane of a combination that does not go on top of those before it; of one that can be merged,
  /// the last.
  mutating func stuckLane(in combination: Combination) throws -> LaneID {
    var lanes: [LaneID] = []
    for lane in combination.lanes {
      lanes.append(lane)
      guard case .merged = try merge(Combination(lanes)) else { return lane }
    }
    guard let last = lanes.last else { preconditionFailure("the base can be merged") }
    return last
  }

  /// The same lanes on the same base give the same commits: nothing of the run's own is in them.
  private func time(_ ours: ObjectID, _ theirs: ObjectID) throws -> Int {
    max(try repository.committed(ours), try repository.committed(theirs))
  }

  private func message(of tip: LaneTip) -> String {
    let title = wave.title.isEmpty ? "" : ": \(wave.title)"
    return """
      Merge lane \(tip.lane) (\(tip.branch))

      Of wave \(wave.number)\(title)

      Lane: \(tip.lane)
      Wave: \(wave.number)
      Gate-Report: \(id)

      """
  }
}
