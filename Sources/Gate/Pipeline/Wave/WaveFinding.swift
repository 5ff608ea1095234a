internal import GateModel
internal import GateWaves
internal import Git

/// What came of proving a wave.
package struct WaveFinding: Sendable {
  /// The wave, with what each lane's own rules say.
  package let wave: WaveCase
  /// How the lanes were tried.
  package let strategy: String
  /// The lanes that cannot be merged on top of those before them, and why.
  var conflicts: [LaneID: [MergeClash]] = [:]
  /// The lanes that have commits of another one which is out, and that one.
  var lacking: [LaneID: LaneID] = [:]
  /// Which lanes hold together, or what could not be judged; nil before anything was tried.
  var ending: Ending?
  var trials = WaveTrials()
  var flaky: [Combination: Set<CheckID>] = [:]
  /// The lanes that hold together, merged; nil where none do.
  var proved: MergedState?
  /// What came of the wave's criteria, tried on what is proved.
  var acceptance: [Outcome] = []

  /// Nothing is known yet.
  init(of wave: WaveCase, strategy: String) {
    self.wave = wave
    self.strategy = strategy
  }

  /// The lanes that hold together; none where nothing could be said.
  var survivors: [LaneID] {
    settlement?.survivors.lanes ?? []
  }

  var settlement: Settlement? {
    if case .settled(let settlement) = ending { settlement } else { nil }
  }

  /// Whether every lane that was asked for and has anything to merge is proved.
  package var isWhole: Bool {
    wave.lanes.allSatisfy { $0.own.result == .skipped || survivors.contains($0.id) }
      && !survivors.isEmpty
  }

  /// Who is out because of others or of what it fails, for programs to read.
  var culprits: [WaveProof.Culprit] {
    (settlement?.culprits ?? []).map(\.proof)
      + wave.lanes.filter { lacking[$0.id] != nil }.map {
        WaveProof.Culprit(kind: .leftBehind, lanes: [$0.id])
      }
      + wave.lanes.compactMap { lane in
        conflicts[lane.id].map { clashes in
          WaveProof.Culprit(
            kind: .conflict, lanes: Set(clashes.flatMap(\.others)).sorted() + [lane.id],
            paths: Set(clashes.map(\.path)).sorted())
        }
      }
  }

  /// Each lane, with what became of it.
  var lanes: [WaveProof.Lane] {
    wave.lanes.map { lane in
      let (standing, reason) = standing(of: lane)
      return WaveProof.Lane(id: lane.id, tip: lane.tip, standing: standing, reason: reason)
    }
  }

  func standing(of lane: WaveCase.LaneCase) -> (WaveProof.Standing, String) {
    if let accusation = settlement?.culprits.first(where: { $0.culprit.out == lane.id }) {
      return (.out, accusation.words)
    }
    if let other = lacking[lane.id] { return (.out, "it builds on lane \(other), which is out") }
    if let clashes = conflicts[lane.id] {
      return (.out, clashes.first?.message ?? "a folder that was renamed is left to a person")
    }
    switch lane.own.result {
    case .skipped: return (lane.isEmpty ? .empty : .landed, lane.own.check.reason)
    case .failed: return (.out, "its own rules hold something against it")
    case .broken(let why): return (.unjudged, why)
    case .passed, .cached: break
    }
    if survivors.contains(lane.id) { return (.in, "holds with all that are in") }
    if settlement?.redBase.isEmpty == false {
      return (.unjudged, "\(wave.base.ref) fails by itself")
    }
    return (.unjudged, "a combination with it could not be judged")
  }
}

/// Where a lane and what is merged before it want different things.
struct MergeClash: Sendable, Hashable {
  var path: RepoPath
  var line: Int?
  /// One clause.
  var message: String
  /// The lanes before it that touched the file; none where the base did.
  var others: [LaneID]

  /// Names the lanes that touched the same file.
  init(_ conflict: Conflict, of lane: LaneID, with lanes: [WaveCase.LaneCase]) {
    path = conflict.path
    line = conflict.lines.first?.theirs.lowerBound
    others = lanes.filter { $0.paths.contains(conflict.path) }.map(\.id)
    let names = others.map(\.description).joined(separator: " and ")
    let whom = others.isEmpty ? "the base" : "lane \(names)"
    message = conflict.sentence(ours: whom, theirs: "lane \(lane)")
  }
}

extension Settlement.Accusation {
  fileprivate var proof: WaveProof.Culprit {
    let (kind, lanes): (WaveProof.Culprit.Kind, [LaneID]) =
      switch culprit {
      case .alone(let lane): (.alone, [lane])
      case .pair(let a, let b): (.pair, [a, b])
      case .together(let lanes): (.together, lanes)
      case .leftBehind(let lane): (.leftBehind, [lane])
      }
    return WaveProof.Culprit(kind: kind, lanes: lanes, checks: checks.map(\.description).sorted())
  }

  /// Who fails with whom, as a clause.
  var words: String {
    let what = checks.map(\.description).sorted().joined(separator: ", ")
    switch culprit {
    case .alone(let lane): return "\(lane) fails alone: \(what)"
    case .leftBehind(let lane): return "\(lane) cannot be merged without a lane that is out"
    case .pair(let a, let b): return "\(a) and \(b) pass alone and fail together: \(what)"
    case .together(let lanes):
      let names = lanes.map(\.description)
      let all = names.dropLast().joined(separator: ", ") + " and " + (names.last ?? "")
      return "\(all) fail together, and not without \(names.last ?? ""): \(what)"
    }
  }
}
