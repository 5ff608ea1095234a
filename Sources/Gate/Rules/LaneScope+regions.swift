internal import GateModel

extension LaneScope {
  /// Judges a file with regions line by line: what went by the regions of the base, what came by
  /// those of the head.
  func regionFindings(
    _ before: [UInt8], _ after: [UInt8], for file: ChangedFile, of lane: LaneID,
    in subject: RuleCase
  ) throws -> [Finding] {
    let scope = RegionScope(
      path: file.path, lane: lane, ownership: subject.ownership, before: before, after: after)
    func judged(_ lines: [Hunk.Line], by map: RegionMap) -> [Finding] {
      lines.compactMap { line in
        switch scope.verdict(on: line.number, map) {
        case .allowed: nil
        case .foreign: foreign(file.path, scope.owners, lane, subject.project, line: line.number)
        case .region(let name, let owner):
          foreignRegion(file.path, line.number, name, owner, lane, subject.project)
        case .marker(let name):
          moved(file.path, line.number, name, scope.owners, lane, subject.project)
        }
      }
    }
    var found: [Finding] = []
    var shift = 0
    for hunk in try subject.contents.hunks(of: file) {
      let came = judged(hunk.added, by: scope.after).onePerRun
      // What went has no place in the head but that of its neighbours; an edit is told once.
      var told = Set(came.map(\.message))
      let place = hunk.added.first?.number ?? max(1, (hunk.removed.first?.number ?? 1) + shift)
      let went = judged(hunk.removed, by: scope.before).filter { told.insert($0.message).inserted }
      found += came
      for var finding in went {
        finding.line = place
        found.append(finding)
      }
      shift += hunk.added.count - hunk.removed.count
    }
    let told = Set(found.map(\.message))
    for (name, owner) in scope.vanished {
      let finding = foreignRegion(file.path, nil, name, owner, lane, subject.project)
      if !told.contains(finding.message) { found.append(finding) }
    }
    return found
  }
}

/// Whose the lines of one file are, before and after a change of one lane.
private struct RegionScope {
  let path: RepoPath
  let lane: LaneID
  let ownership: Ownership
  let owners: [LaneID]
  let before: RegionMap
  let after: RegionMap
  /// Regions that have the same lines on both sides, wherever they stand now.
  private let unchanged: Set<String>

  enum Verdict {
    case allowed
    /// Outside every claimed region of a file that is not the lane's.
    case foreign
    case region(String, LaneID)
    /// A marker of the lane's own region in a file that is not the lane's.
    case marker(String)
  }

  init(path: RepoPath, lane: LaneID, ownership: Ownership, before: [UInt8], after: [UInt8]) {
    self.path = path
    self.lane = lane
    self.ownership = ownership
    owners = ownership.owners(of: path)
    // As bytes with their line ends: to a `String`, two spellings of a letter are the same.
    let (old, new) = (before.rawLines, after.rawLines)
    let (map, newMap) = (RegionMap(bytes: before), RegionMap(bytes: after))
    let names = ownership.claims(in: path).map(\.name).filter { name in
      guard let was = map.region(named: name), let now = newMap.region(named: name) else {
        return false
      }
      return old[was.lines.indices].elementsEqual(new[now.lines.indices])
    }
    (self.before, self.after, unchanged) = (map, newMap, Set(names))
  }

  func verdict(on line: Int, _ map: RegionMap) -> Verdict {
    guard let region = map.region(at: line),
      let owner = ownership.owner(ofRegion: region.name, in: path)
    else { return owners == [lane] ? .allowed : .foreign }
    if unchanged.contains(region.name), map.region(named: region.name) == region { return .allowed }
    if owner != lane { return .region(region.name, owner) }
    let isMarker = line == region.lines.lowerBound || line == region.lines.upperBound
    return isMarker && owners != [lane] ? .marker(region.name) : .allowed
  }

  /// Regions of other lanes that the head does not have any more: a marker in the wrong place is
  /// enough, and their lines would fall to the owner of the file.
  var vanished: [(name: String, lane: LaneID)] {
    ownership.claims(in: path).filter {
      $0.lane != lane && before.region(named: $0.name) != nil && after.region(named: $0.name) == nil
    }
  }
}

extension ClosedRange<Int> {
  /// Lines count from 1, indices from 0.
  fileprivate var indices: Range<Int> { (lowerBound - 1)..<upperBound }
}

extension [Finding] {
  /// Neighbouring lines that say the same are one finding, at the first of them.
  fileprivate var onePerRun: [Finding] {
    var kept: [Finding] = []
    var last: Finding?
    for finding in self {
      let isSame = last.map {
        $0.message == finding.message && finding.line == $0.line.map { $0 + 1 }
      }
      if isSame != true { kept.append(finding) }
      last = finding
    }
    return kept
  }
}

extension RegionMap {
  fileprivate init(bytes: [UInt8]) {
    self.init(lines: String(decoding: bytes, as: UTF8.self).lines)
  }
}

extension [UInt8] {
  /// The lines with all but their LF.
  fileprivate var rawLines: [ArraySlice<UInt8>] {
    split(separator: 0x0A, omittingEmptySubsequences: false)
  }
}
