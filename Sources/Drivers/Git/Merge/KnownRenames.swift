/// What a first look at a merge found out about one side's files.
struct KnownRenames {
  /// The deleted files whose fate was asked for.
  private(set) var pairs: [SidePair] = []
  /// The new path of each; nil where it is gone.
  private(set) var target: [Int32: Int32?] = [:]
  private(set) var targets: Set<Int32> = []
  /// Those whose fate turned out not to matter.
  var irrelevant: Set<Int32> = []

  init() {}

  init(_ pairs: [SidePair], _ sources: [Int32: SourceNeed]) {
    for pair in pairs {
      guard let need = sources[pair.old] else { continue }
      if need == .answered {
        irrelevant.insert(pair.old)
      } else if pair.status != .added {
        self.pairs.append(pair)
        target[pair.old] = .some(pair.status == .renamed ? pair.new : nil)
        if pair.status == .renamed { targets.insert(pair.new) }
      }
    }
  }

  func isAnswered(_ path: Int32) -> Bool { target[path] != nil || irrelevant.contains(path) }
}

extension ThreeWay.SideSearch {
  /// Whether renames of this side may have been found.
  var hasAnswers: Bool { !known.target.isEmpty || !pairs.isEmpty && !sources.isEmpty }
}
