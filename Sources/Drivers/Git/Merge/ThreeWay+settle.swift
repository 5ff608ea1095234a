internal import CLibGit2
internal import GateModel

extension ThreeWay {
  /// Settles what is in a folder and writes it; nil where nothing is left in it.
  mutating func settle(folder index: Int32) throws(GitError) -> RawID? {
    let folder = folders[Int(index)]
    var items: [Tree.Item] = []
    items.reserveCapacity(folder.rows.count)
    // git settles from the end: of two files that want one new name the last gets it.
    for row in folder.rows.reversed() {
      switch row {
      case .settled(let item): items.append(item)
      case .open(let state): try settle(state, &items)
      }
    }
    items.reverse()
    if items.isEmpty { return nil }
    if let tree = try existing(items, folder.trees) { return tree }
    if isSorted(items) { return try store.write(Tree(items)) }
    items.sort {
      store.names.precedes(
        $0.name, isFolder: $0.version.isFolder, $1.name, isFolder: $1.version.isFolder)
    }
    if let tree = try existing(items, folder.trees) { return tree }
    return try store.write(Tree(items))
  }

  private func existing(
    _ items: [Tree.Item], _ trees: Three<RawID?>
  ) throws(GitError) -> RawID? {
    for side in 0...2 {
      guard let id = trees[side] else { continue }
      let tree = try store.tree(id)
      if tree.isCanonical, tree.items == items { return id }
    }
    return nil
  }

  private func isSorted(_ items: [Tree.Item]) -> Bool {
    zip(items, items.dropFirst()).allSatisfy {
      store.names.precedes(
        $0.name, isFolder: $0.version.isFolder, $1.name, isFolder: $1.version.isFolder)
    }
  }

  /// Settles one path; adds what is left of it to its folder's items.
  private mutating func settle(_ index: Int32, _ items: inout [Tree.Item]) throws(GitError) {
    var state = states[Int(index)]
    if state.isRemoved { return }
    var path = state.path
    let name = store.paths.name(path)
    var inTheWay = Version.none
    if let folder = state.folder, let tree = try settle(folder: folder) {
      inTheWay = Version(mode: 0o040000, id: tree)
    }
    if state.isSettled {
      if state.folder == nil { inTheWay = state.result }
      if inTheWay.exists { items.append(Tree.Item(name: name, version: inTheWay)) }
      return
    }
    if inTheWay.exists { items.append(Tree.Item(name: name, version: inTheWay)) }
    if state.files == 0 { return }
    if state.hasFolderInTheWay {
      // Gone on both sides: the folder has the place to itself.
      if inTheWay.exists, state.files == 1 { return }
      let side = state.folders & 2 != 0 ? 2 : 1
      state.dropFolders()
      if inTheWay.exists {
        state.hasFolderInTheWay = true
        let old = path
        path = try uniquePath(path, side)
        stateOf[path] = index
        if state.reason == nil { state.reason = .fileFolder(at: self.path(old)) }
        try settleFile(&state, &path, side, &items)
        return
      }
    }
    try settleFile(&state, &path, 0, &items)
  }

  /// - Parameter fileSide: the side whose file gave way to a folder; 0 where none did.
  private mutating func settleFile(
    _ state: inout PathState, _ path: inout Int32, _ fileSide: Int, _ items: inout [Tree.Item]
  ) throws(GitError) {
    let isFree = !state.hasFolderInTheWay && !state.isPathConflict
    var isClean = isFree
    let versions = state.versions
    if state.equal == 6 {
      state.result = versions.ours
    } else if state.equal != 0 {
      state.result = state.equal == 3 ? versions.theirs : versions.ours
      isClean = isClean || !state.result.exists
    } else if state.files >= 6, versions.ours.kind != versions.theirs.kind {
      try settleTypes(&state, &path, &items)
      isClean = false
    } else if state.files >= 6 {
      let merged = try mergeContent(path, versions, state.origins, moreMarkers: depth * 2)
      state.result = merged.version
      isClean = isFree && merged.isClean
      if merged.isClean, state.hasFolderInTheWay {
        state.files = 1 << UInt8(fileSide)
        state.versions = Three(.none, .none, .none)
        state.versions[fileSide] = merged.version
      }
      if !merged.isClean { state.reason = merged.kind(isAdded: state.files == 6) }
    } else if state.files == 3 || state.files == 5 {
      let side = state.files == 5 ? 2 : 1
      state.result = versions[depth > 0 ? 0 : side]
      isClean = false
      if !(state.isPathConflict && versions.base.id == versions[side].id) {
        state.reason = .modifyDelete(deletedBy: .init(3 - side))
      }
    } else if state.files == 1 {
      isClean = !state.isPathConflict
    } else {
      state.result = versions[state.files == 4 ? 2 : 1]
    }
    if !isClean { record(state, path) }
    if state.result.exists {
      items.append(Tree.Item(name: store.paths.name(path), version: state.result))
    }
  }

  /// A file on one side, a link or a submodule on the other: a file gives way, and of two others both.
  private mutating func settleTypes(
    _ state: inout PathState, _ path: inout Int32, _ items: inout [Tree.Item]
  ) throws(GitError) {
    let versions = state.versions
    if depth > 0 {
      state.result = versions.base
      return
    }
    let (oursMoves, theirsMoves) = (
      versions.ours.isRegular || !versions.theirs.isRegular, !versions.ours.isRegular
    )
    state.reason = .types(at: self.path(path))
    var theirs = state
    theirs.result = versions.theirs
    theirs.versions.ours = .none
    theirs.files = 5
    if versions.theirs.kind != versions.base.kind {
      theirs.versions.base = .none
      theirs.files = 4
    }
    state.result = versions.ours
    state.versions.theirs = .none
    state.files = 3
    if versions.ours.kind != versions.base.kind {
      state.versions.base = .none
      state.files = 2
    }
    let place = path
    let oursPath = oursMoves ? try uniquePath(place, 1) : place
    let theirsPath = theirsMoves ? try uniquePath(place, 2) : place
    stateOf[oursPath] = stateOf[place]
    stateOf[theirsPath] = stateOf[place]
    record(theirs, theirsPath)
    items.append(Tree.Item(name: store.paths.name(theirsPath), version: theirs.result))
    path = oursPath
  }

  private mutating func record(_ state: PathState, _ path: Int32) {
    func entry(_ side: Int) -> ChangedFile.Entry? {
      state.files & 1 << side != 0 ? state.versions[side].entry : nil
    }
    conflicts.append(
      Conflict(
        path: self.path(path), kind: state.reason ?? .content([]),
        versions: Conflict.Versions(base: entry(0), ours: entry(1), theirs: entry(2))))
  }

  /// `path~SIDE`, with a number where that is taken as well.
  private mutating func uniquePath(_ path: Int32, _ side: Int) throws(GitError) -> Int32 {
    let label = side == 1 ? labels.ours : labels.theirs
    let flat = label.utf8.map { $0 == UInt8(ascii: "/") ? UInt8(ascii: "_") : $0 }
    let name = store.names[store.paths.name(path)] + [UInt8(ascii: "~")] + flat
    var (candidate, suffix) = (Array(name), 0)
    while true {
      let number = unsafe candidate.withUnsafeBytes { unsafe store.names.number(of: $0) }
      let unique = store.paths.child(store.paths.parent(path), number, store.names)
      if try !isTaken(unique) { return unique }
      candidate = name + Array("_\(suffix)".utf8)
      suffix += 1
    }
  }
}
