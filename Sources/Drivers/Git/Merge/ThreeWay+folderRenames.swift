internal import GateModel

extension ThreeWay {
  /// Every rename of both sides, by its old path; files that were added to a folder that the other side
  /// renamed are among them, with the path that they should have there.
  mutating func renamedPaths() throws(GitError) -> [Renamed] {
    var renamed = Three<[Int32: Int32]>([:], [:], [:])
    // A base is merged from bases without guesses about folders.
    if depth == 0 {
      for side in 1...2 {
        for (folder, target) in search[side].moves.renames {
          if let target { renamed[side][folder] = target } else { reportSplit(folder) }
        }
      }
      for folder in renamed.ours.keys where renamed.theirs[folder] != nil {
        renamed.ours[folder] = nil
        renamed.theirs[folder] = nil
      }
    }
    var arrivals = Three<[Int32: Arrival]>([:], [:], [:])
    for side in 1...2 { arrivals[side] = arrivalsOf(side, renamed[3 - side]) }
    var found: [Renamed] = []
    for side in 1...2 {
      for pair in search[side].pairs where pair.status != .deleted {
        let target = try suggestion(pair.new, side, renamed, &arrivals)
        guard pair.status == .renamed || target != nil else { continue }
        if let target { try move(pair.new, to: target) }
        found.append(Renamed(old: pair.old, new: target ?? pair.new, side: side))
      }
    }
    var bytes: [Int32: [UInt8]] = [:]
    for rename in found { bytes[rename.old] = store.paths.bytes(rename.old, store.names) }
    return found.enumerated().sorted { a, b in
      let (x, y) = (bytes[a.element.old] ?? [], bytes[b.element.old] ?? [])
      return a.element.old == b.element.old
        ? a.offset < b.offset : x.lexicographicallyPrecedes(y)
    }.map(\.element)
  }

  /// The files that one renamed folder after another would put at one path.
  struct Arrival {
    var files: Set<Int32> = []
    var isReported = false
  }

  private mutating func arrivalsOf(
    _ side: Int, _ renamed: [Int32: Int32]
  ) -> [Int32: Arrival] {
    guard !renamed.isEmpty else { return [:] }
    var arrivals: [Int32: Arrival] = [:]
    for pair in search[side].pairs where pair.status != .deleted {
      guard let folder = renamedFolder(above: pair.new, renamed),
        let target = renamed[folder]
      else { continue }
      arrivals[moved(pair.new, folder, target), default: Arrival()].files.insert(pair.new)
    }
    return arrivals
  }

  /// Where a file should go because the other side renamed its folder; nil where it stays.
  private mutating func suggestion(
    _ path: Int32, _ side: Int, _ renamed: Three<[Int32: Int32]>,
    _ arrivals: inout Three<[Int32: Arrival]>
  ) throws(GitError) -> Int32? {
    let other = 3 - side
    guard !renamed[other].isEmpty, arrivals[other][path] == nil,
      let folder = renamedFolder(above: path, renamed[other]),
      let target = renamed[other][folder]
    else { return nil }
    // Not into a folder that this side renamed in its turn.
    if renamed[side][target] != nil { return nil }
    let new = moved(path, folder, target)
    guard let arrival = arrivals[side][new] else { return nil }
    if arrival.isReported {
      isUnclear = true
      return nil
    }
    let isInTheWay = try isInTheWay(new, side)
    guard isInTheWay || arrival.files.count > 1 else { return new }
    arrivals[side][new]?.isReported = true
    report(
      .folderRenameBlocked(files: arrival.files.map { self.path($0) }.sorted()), at: new)
    return nil
  }

  private func isInTheWay(_ path: Int32, _ side: Int) throws(GitError) -> Bool {
    guard let index = stateOf[path] else { return try settledRow(path) != nil }
    let state = states[Int(index)]
    return state.isSettled || (state.files | state.folders) & 1 << side != 0
  }

  private func renamedFolder(above path: Int32, _ renamed: [Int32: Int32]) -> Int32? {
    var folder = store.paths.parent(path)
    while folder > PathTable.root {
      if renamed[folder] != nil { return folder }
      folder = store.paths.parent(folder)
    }
    return nil
  }

  private mutating func moved(_ path: Int32, _ folder: Int32, _ target: Int32) -> Int32 {
    let names = store.paths.names(path).dropFirst(store.paths.names(folder).count)
    return names.reduce(target) { store.paths.child($0, $1, store.names) }
  }

  /// Gives a path's file to another path, as a conflict: the person decides.
  private mutating func move(_ old: Int32, to new: Int32) throws(GitError) {
    guard let source = stateOf[old] else { return }
    let index = Int(source)
    var file = states[index]
    if file.folders == 0 {
      states[index].isRemoved = true
      stateOf[old] = nil
    } else {
      states[index].files = 0
      states[index].hasFolderInTheWay = false
      states[index].isSettled = true
      states[index].dropFiles()
      file.dropFolders()
    }
    let target: Int
    if let existing = stateOf[new] {
      target = Int(existing)
      states[target].files |= file.files
      if states[target].folders != 0 { states[target].hasFolderInTheWay = true }
      let side = Int(file.files >> 1)
      states[target].origins[side] = file.origins[side]
      states[target].versions[side] = file.versions[side]
    } else {
      file.path = new
      target = states.count
      states.append(file)
      stateOf[new] = Int32(target)
      let folder = try openFolder(store.paths.parent(new), mask: file.files)
      folders[Int(folder)].rows.append(.open(Int32(target)))
    }
    states[target].isPathConflict = true
    states[target].reason = .folderRename(from: path(old))
  }

  /// The folder at a path, made or read where it has not been.
  private mutating func openFolder(_ path: Int32, mask: UInt8) throws(GitError) -> Int32 {
    if let known = folderOf[path] { return known }
    let parent = try openFolder(store.paths.parent(path), mask: mask)
    let new = Int32(folders.count)
    folders.append(FolderState(path: path, trees: Three(nil, nil, nil)))
    folderOf[path] = new
    let name = store.paths.name(path)
    if let index = stateOf[path] {
      if states[Int(index)].isSettled { try fill(new, from: states[Int(index)].result) }
      states[Int(index)].isSettled = false
      states[Int(index)].folder = new
      states[Int(index)].folders |= mask
      states[Int(index)].hasFolderInTheWay = states[Int(index)].files != 0
      return new
    }
    let state = Int32(states.count)
    states.append(
      PathState(path, Three(.none, .none, .none), files: 0, folders: mask, equal: 0))
    states[Int(state)].folder = new
    stateOf[path] = state
    for (row, entry) in folders[Int(parent)].rows.enumerated() {
      guard case .settled(let item) = entry, item.name == name else { continue }
      try fill(new, from: item.version)
      folders[Int(parent)].rows[row] = .open(state)
      return new
    }
    folders[Int(parent)].rows.append(.open(state))
    return new
  }

  private mutating func fill(_ folder: Int32, from version: Version) throws(GitError) {
    guard version.isFolder else { return }
    folders[Int(folder)].trees.base = version.id
    folders[Int(folder)].rows = try store.tree(version.id).items.map { .settled($0) }
  }

  private mutating func reportSplit(_ folder: Int32) { report(.folderRenameSplit, at: folder) }

  /// A conflict that no entry carries.
  private mutating func report(_ kind: Conflict.Kind, at path: Int32) {
    isUnclear = true
    conflicts.append(Conflict(path: self.path(path), kind: kind, versions: nil))
  }

  func path(_ path: Int32) -> RepoPath { RepoPath(bytes: store.paths.bytes(path, store.names)) }
}

extension PathState {
  /// Leaves out the files' versions.
  fileprivate mutating func dropFiles() {
    for index in 0...2 where folders & 1 << index == 0 { versions[index] = .none }
  }
}
