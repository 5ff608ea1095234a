package import GateModel

/// Two lanes that claim one path without a region between them.
package struct Overlap: Sendable, Hashable {
  /// The one of both lanes that comes first by name.
  package var a: LaneID
  /// The other lane.
  package var b: LaneID
  /// The claim of `a` that meets one of `b`.
  package var patternOfA: Glob
  /// The claim of `b` that it meets.
  package var patternOfB: Glob
  /// A path that both claim; it need not exist.
  package var example: RepoPath
}

extension Project {
  /// Every pair of claims that meet. A lane with a region in a file claims that region there, not the
  /// rest of the file.
  package func overlaps() -> [Overlap] {
    var found: [Overlap] = []
    for (index, a) in lanes.enumerated() {
      for b in lanes[(index + 1)...] {
        for p in a.owns {
          for q in b.owns {
            guard let example = p.overlap(with: q),
              !a.hasRegion(inFileOf: p, or: q), !b.hasRegion(inFileOf: q, or: p)
            else { continue }
            found.append(
              Overlap(a: a.id, b: b.id, patternOfA: p, patternOfB: q, example: example))
          }
        }
      }
    }
    return found
  }
}

extension Lane {
  /// Whether the one file that either pattern stands for holds a region of this lane.
  fileprivate func hasRegion(inFileOf p: Glob, or q: Glob) -> Bool {
    [p, q].contains { glob in
      glob.literalPath.map { path in regions.contains { $0.file == path } } ?? false
    }
  }
}
