extension ThreeWay {
  /// Finds what was renamed on each side; false where nothing was looked for, or not everything.
  mutating func searchRenames() throws(GitError) -> Bool {
    var (isSearched, isLimited) = (false, false)
    for side in 1...2 {
      let known = search[side].known
      search[side].sources = search[side].sources.filter { !known.isAnswered($0.key) }
      guard mayHaveRenames(side) else { continue }
      var renames = RenameSearch(
        store, prints, sources: search[side].sources, folders: search[side].folders,
        known: known.pairs)
      search[side].pairs = try renames.run(search[side].pairs)
      search[side].sources = renames.sources
      search[side].moves = renames.moves
      isSearched = true
      isLimited = isLimited || renames.isLimited
    }
    for side in 1...2 { search[side].pairs += search[side].known.pairs }
    return isSearched && !isLimited
  }

  /// Lets the renames change the paths.
  mutating func applyRenames() throws(GitError) {
    guard search.ours.hasAnswers || search.theirs.hasAnswers else { return }
    let moved = try renamedPaths()
    renameCount = moved.count
    try apply(moved)
  }

  private func mayHaveRenames(_ side: Int) -> Bool {
    !search[side].pairs.isEmpty && !search[side].sources.isEmpty
  }

  /// A file's new path on one side.
  struct Renamed {
    var old: Int32
    var new: Int32
    var side: Int
  }

  private mutating func apply(_ renames: [Renamed]) throws(GitError) {
    var index = 0
    while index < renames.count {
      let rename = renames[index]
      index += 1
      guard let old = stateOf[rename.old], !states[Int(old)].isSettled else { continue }
      if index < renames.count, renames[index].old == rename.old {
        try applyBoth(rename, renames[index], old)
        index += 1
      } else if let new = stateOf[rename.new] {
        try apply(rename, Int(old), Int(new))
      }
    }
  }

  /// Both sides renamed one file.
  private mutating func applyBoth(
    _ first: Renamed, _ second: Renamed, _ old: Int32
  ) throws(GitError) {
    guard let ours = stateOf[first.new], let theirs = stateOf[second.new] else { return }
    let (base, a, b) = (Int(old), Int(ours), Int(theirs))
    if first.new == second.new {
      states[a].versions.base = states[base].versions.base
      states[a].files |= 1
      remove(base)
      return
    }
    let versions = Three(
      states[base].versions.base, states[a].versions.ours, states[b].versions.theirs)
    var merged = try mergeContent(
      first.old, versions, Three(first.old, first.new, second.new), moreMarkers: 1 + 2 * depth)
    let isOurs = !merged.isClean && merged.version == versions.ours
    states[a].versions.ours = merged.version
    // What cannot be merged stays on each side as it is.
    if isOurs { merged.version = versions.theirs }
    states[b].versions.theirs = merged.version
    for index in [base, a, b] {
      states[index].isPathConflict = true
      states[index].reason = .renameRename(
        base: path(first.old), ours: path(first.new), theirs: path(second.new))
    }
  }

  private mutating func apply(_ rename: Renamed, _ old: Int, _ new: Int) throws(GitError) {
    let (side, other) = (rename.side, 3 - rename.side)
    let isDeleted = states[old].files == 1
    let isTypeChanged =
      !isDeleted
      && states[old].versions[other].isRegular != states[new].versions[side].isRegular
    // A file that took the old name and is of another type: the rename there was not seen.
    let isCollision = states[new].files & 1 << other != 0 && !isTypeChanged
    if isCollision, !isDeleted {
      var versions = Three(states[old].versions.base, Version.none, Version.none)
      var origins = Three(rename.old, rename.old, rename.old)
      versions[side] = states[new].versions[side]
      versions[other] = states[old].versions[other]
      origins[side] = rename.new
      let merged = try mergeContent(rename.old, versions, origins, moreMarkers: 1 + 2 * depth)
      states[new].versions[side] = merged.version
      if !merged.isClean { states[new].reason = .renameCollision(from: path(rename.old)) }
    } else if isCollision {
      states[new].isPathConflict = true
      states[new].reason = .renameDelete(from: path(rename.old), deletedBy: .init(other))
    } else {
      states[new].versions.base = states[old].versions.base
      states[new].files |= 1
      states[new].origins.base = rename.old
      if isTypeChanged {
        states[old].versions.base = .none
        states[old].files &= 6
      } else if isDeleted {
        states[new].isPathConflict = true
        states[new].reason = .renameDelete(from: path(rename.old), deletedBy: .init(other))
      } else {
        states[new].versions[other] = states[old].versions[other]
        states[new].files |= 1 << other
        states[new].origins[other] = rename.old
      }
    }
    if !isTypeChanged { remove(old) }
  }

  /// Settles a path as one that is gone.
  private mutating func remove(_ index: Int) {
    states[index].result = .none
    states[index].isSettled = true
  }
}
