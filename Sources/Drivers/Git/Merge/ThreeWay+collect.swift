extension ThreeWay {
  /// Deeper than any real path; the stack is not for a change to use up.
  static let maximumDepth = 500

  /// Reads a folder of all three trees, and the folders in it as far as they have to be.
  mutating func collect(
    _ path: Int32, _ trees: Three<RawID?>, depth: Int
  ) throws(GitError) {
    guard depth < ThreeWay.maximumDepth else {
      throw GitError(.other, "a path is more than \(ThreeWay.maximumDepth) folders deep")
    }
    var read = Three(Tree(), Tree(), Tree())
    for side in 0...2 {
      if let id = trees[side] { read[side] = try store.tree(id) }
    }
    let joined = join(read, store.names)
    let index = Int32(folders.count)
    folderOf[path] = index
    folders.append(FolderState(path: path, trees: trees))
    folders[Int(index)].rows.reserveCapacity(joined.count)
    if folderMask == 2 || folderMask == 4, joined.contains(where: { files(of: $0) == folderMask }) {
      folderMask = 7
    }
    for item in joined {
      let row = try row(item, in: path, depth: depth)
      folders[Int(index)].rows.append(row)
    }
  }

  private func files(of item: JoinedItem) -> UInt8 {
    var mask: UInt8 = 0
    for side in 0...2 where item.versions[side].exists && !item.versions[side].isFolder {
      mask |= 1 << side
    }
    return mask
  }

  private mutating func row(
    _ item: JoinedItem, in folder: Int32, depth: Int
  ) throws(GitError) -> FolderState.Row {
    let versions = item.versions
    let isOurs = versions.ours.exists && versions.ours == versions.base
    let isTheirs = versions.theirs.exists && versions.theirs == versions.base
    if isOurs, isTheirs { return .settled(Tree.Item(name: item.name, version: versions.base)) }
    let isSame = versions.ours.exists && versions.ours == versions.theirs
    let files = files(of: item)
    if files == 7, isOurs || isTheirs || isSame {
      let changed = isOurs ? versions.theirs : versions.ours
      return .settled(Tree.Item(name: item.name, version: changed))
    }
    var folders: UInt8 = 0
    for side in 0...2 where versions[side].isFolder { folders |= 1 << side }
    let equal: UInt8 = isOurs ? 3 : isTheirs ? 5 : isSame ? 6 : 0
    let path = store.paths.child(folder, item.name, store.names)
    let maskAbove = folderMask
    note(path, in: folder, versions, files, folders, equal & files)
    let index = Int32(states.count)
    states.append(PathState(path, versions, files: files, folders: folders, equal: equal))
    stateOf[path] = index
    if folders != 0 { try enter(index, depth: depth) }
    folderMask = maskAbove
    return .open(index)
  }

  /// Reads the folder at a path, or leaves it for later where only one side has changes in it.
  private mutating func enter(_ index: Int32, depth: Int) throws(GitError) {
    let state = states[Int(index)]
    var side = state.equal == 3 ? 2 : state.equal == 5 ? 1 : 0
    if state.files == 0, state.folders == 2 || state.folders == 4 {
      states[Int(index)].equal = 7 - state.folders
      side = Int(state.folders / 2)
    }
    if folderMask != 7, side != 0, search[side].mayDefer,
      !search[side].targetFolders.contains(state.path)
    {
      search[side].deferred.append((index, folderMask))
      return
    }
    try read(index, depth: depth + 1)
  }

  private mutating func read(_ index: Int32, depth: Int) throws(GitError) {
    let state = states[Int(index)]
    states[Int(index)].equal &= state.files
    states[Int(index)].folder = Int32(folders.count)
    var trees = Three<RawID?>(nil, nil, nil)
    for side in 0...2 where state.folders & 1 << side != 0 { trees[side] = state.versions[side].id }
    try collect(state.path, trees, depth: depth)
  }

  /// What a path means for the search for renames.
  private mutating func note(
    _ path: Int32, in folder: Int32, _ versions: Three<Version>, _ files: UInt8,
    _ folders: UInt8, _ equal: UInt8
  ) {
    if folderMask != 7, folders == 3 || folders == 5 { folderMask = folders & ~1 }
    if folders == 1 || folders == 3 || folders == 5 {
      for side in 1...2 where folders & 1 << side == 0 {
        search[side].folders[path] = folderMask == 7 ? .parent : FolderNeed.none
      }
    }
    if folderMask == 7, files == 2 || files == 4 {
      search[files == 2 ? 2 : 1].folders[folder] = .itself
    }
    guard files != 0, files != 7 else { return }
    for side in 1...2 {
      let has = files & 1 << side != 0
      if files & 1 != 0, !has {
        if equal == 0 {
          search[side].sources[path] = .content
        } else if folderMask == 7 {
          search[side].sources[path] = .location
        }
        if equal == 0 { search[side].known.irrelevant.remove(path) }
        if search[side].known.isAnswered(path) { continue }
        search[side].pairs.append(
          SidePair(old: path, new: path, version: versions.base, status: .deleted))
      } else if files & 1 == 0, has, !search[side].known.targets.contains(path) {
        search[side].pairs.append(
          SidePair(old: path, new: path, version: versions[side], status: .added))
      }
    }
  }

  /// Reads the folders that were left, where a file's new place may be in them; elsewhere takes them whole.
  ///
  /// - Returns: whether so much was read that a second look pays, which knows the renames. It is git's own
  ///   measure: where paths are not read, fewer files are taken for moved with their folders.
  mutating func readDeferred() throws(GitError) -> Bool {
    let before = pathCount
    var after = 0
    for side in 1...2 {
      let deferred = search[side].deferred
      search[side].deferred = []
      search[side].mayDefer = try findTargets(side)
      let order = gitMapOrder(deferred.map { store.paths.hash(states[Int($0.state)].path) })
      for (state, mask) in order.map({ deferred[$0] }) {
        let path = states[Int(state)].path
        if search[side].mayDefer, !search[side].targetFolders.contains(path) {
          takeWhole(state, side)
        } else {
          folderMask = mask
          try read(state, depth: store.paths.names(path).count)
        }
      }
      folderMask = 0
      for (state, _) in search[side].deferred { takeWhole(state, side) }
      if !search[side].mayDefer || after > 0 { after = pathCount }
    }
    return before > 0 && after / before >= 3
  }

  private var pathCount: Int { folders.reduce(0) { $0 + $1.rows.count } }

  /// The folders above new places that are known; false where there are sources whose new place is not.
  private mutating func findTargets(_ side: Int) throws(GitError) -> Bool {
    for source in search[side].sources.keys where !search[side].known.irrelevant.contains(source) {
      guard let target = search[side].known.target[source] else { return false }
      guard let target, try !isTaken(target) else { continue }
      var folder = store.paths.parent(target)
      while folder > PathTable.root, search[side].targetFolders.insert(folder).inserted {
        folder = store.paths.parent(folder)
      }
    }
    return true
  }

  private mutating func takeWhole(_ state: Int32, _ side: Int) {
    let index = Int(state)
    states[index].result = states[index].versions[side]
    states[index].equal = 0
    states[index].isSettled = true
  }
}
