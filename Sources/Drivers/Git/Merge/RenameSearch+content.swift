extension RenameSearch {
  /// Compares every file that is left with every other.
  mutating func matchByContent(_ targets: [Int], _ pairs: [SidePair]) throws(GitError) {
    let minimum = RenameSearch.minimumScore
    var sources: [(index: Int, name: Int32, file: ComparedFile?)] = []
    for index in deleted {
      sources.append((index, store.paths.name(pairs[index].old), try compared(pairs[index])))
    }
    var found: [Candidate] = []
    for target in targets {
      let (name, file) = (store.paths.name(pairs[target].new), try compared(pairs[target]))
      // Only the four best of each target are kept, as in git.
      var best: [Candidate] = []
      for source in sources {
        var candidate = Candidate(
          score: 0, isSameName: source.name == name, source: source.index, target: target)
        if let old = source.file, let file {
          candidate.score = try prints.score(old, file, atLeast: minimum)
        }
        if best.count < 4 {
          best.append(candidate)
          continue
        }
        var worst = 0
        for other in 1..<4 where best[worst].isBetter(than: best[other]) { worst = other }
        if candidate.isBetter(than: best[worst]) { best[worst] = candidate }
      }
      found += best
    }
    let order = found.enumerated().sorted {
      $0.element.isBetter(than: $1.element)
        || !$1.element.isBetter(than: $0.element) && $0.offset < $1.offset
    }
    for candidate in order.map(\.element) where candidate.score >= minimum {
      guard origin[candidate.target] == nil, !isUsed[candidate.source] else { continue }
      record(candidate.source, candidate.target)
      moves.add(pairs[candidate.source].old, pairs[candidate.target].new, folders, store.paths)
    }
  }

  private struct Candidate {
    var score: Int
    var isSameName: Bool
    var source: Int
    var target: Int

    func isBetter(than other: Candidate) -> Bool {
      score == other.score ? isSameName && !other.isSameName : score > other.score
    }
  }
}
