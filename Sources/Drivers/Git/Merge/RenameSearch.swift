/// One path that a side added or deleted, and what became of it.
struct SidePair {
  /// The path that the base has; for an added file its own.
  var old: Int32
  /// The path that the side has; for a deleted file its own.
  var new: Int32
  var version: Version
  var status: Status

  enum Status { case added, deleted, renamed }
}

/// Finds which deleted files of a side became which added ones, as git's merge does.
///
/// Exact matches first, then files that are the only ones of their name and at least 75 % alike, then the
/// most alike of all, at least 50 %. Not every deleted file is looked for: only those that the merge has
/// a use for (`sources`). Source: git 2.39, diffcore-rename.
struct RenameSearch {
  let store: ObjectStore
  let prints: FingerprintCache
  /// The deleted files whose fate matters, and why.
  var sources: [Int32: SourceNeed]
  /// The folders that are gone on this side.
  var folders: [Int32: FolderNeed]
  /// Whether there was too much to compare everything.
  private(set) var isLimited = false
  /// Renames that are known already; they only count for their folders.
  let known: [SidePair]
  /// Where the files of a gone folder went, by folder.
  var moves = FolderMoves()
  private(set) var deleted: [Int] = []
  private var added: [Int] = []
  /// By index of an added pair, the index of the deleted one that it was.
  private(set) var origin: [Int: Int] = [:]
  /// By index of a pair, whether it became something.
  private(set) var isUsed: [Bool] = []

  /// `merge.renameLimit`'s default: beyond its square nothing but exact matches and names is compared.
  static let limit = 7000
  static let minimumScore = 30_000
  static let minimumScoreOfSameName = 45_000

  init(
    _ store: ObjectStore, _ prints: FingerprintCache, sources: [Int32: SourceNeed],
    folders: [Int32: FolderNeed], known: [SidePair]
  ) {
    (self.store, self.prints, self.sources, self.folders) = (store, prints, sources, folders)
    self.known = known
  }

  mutating func run(_ pairs: [SidePair]) throws(GitError) -> [SidePair] {
    isUsed = [Bool](repeating: false, count: pairs.count)
    // An empty file is no one's origin.
    for (index, pair) in pairs.enumerated() where pair.version.id != .emptyBlob {
      if pair.status == .added { added.append(index) } else { deleted.append(index) }
    }
    if !added.isEmpty, !deleted.isEmpty {
      matchExactly(pairs)
      deleted.removeAll { isUsed[$0] }
      startMoves(pairs)
      try matchByName(pairs)
      deleted.removeAll { isUsed[$0] || sources[pairs[$0].old] == nil }
      dropKnownFolders(pairs)
      let rest = added.filter { origin[$0] == nil }
      isLimited = rest.count * deleted.count > RenameSearch.limit * RenameSearch.limit
      if !isLimited { try matchByContent(rest, pairs) }
      moves.finish(folders)
    }
    return pairs.enumerated().compactMap { index, pair in
      if isUsed[index] { return nil }
      guard let source = origin[index] else { return pair }
      return SidePair(
        old: pairs[source].old, new: pair.new, version: pair.version, status: .renamed)
    }
  }

  mutating func record(_ source: Int, _ target: Int) {
    isUsed[source] = true
    origin[target] = source
  }

  private mutating func matchExactly(_ pairs: [SidePair]) {
    var byContent: [RawID: [Int]] = [:]
    for index in deleted { byContent[pairs[index].version.id, default: []].append(index) }
    for target in added {
      guard let candidates = byContent[pairs[target].version.id] else { continue }
      let mode = pairs[target].version
      var (best, seen) = (nil as Int?, 0)
      for source in candidates where !isUsed[source] {
        let version = pairs[source].version
        if !(version.isRegular && mode.isRegular), version.mode != mode.mode { continue }
        let isSameName = store.paths.name(pairs[source].old) == store.paths.name(pairs[target].new)
        if isSameName || best == nil { best = source }
        seen += 1
        if isSameName || seen == 100 { break }
      }
      if let best { record(best, target) }
    }
  }

  /// From the exact matches: where gone folders probably went.
  private mutating func startMoves(_ pairs: [SidePair]) {
    for target in added {
      if let source = origin[target] {
        moves.add(pairs[source].old, pairs[target].new, folders, store.paths)
      }
    }
    for pair in known where pair.status == .renamed {
      moves.add(pair.old, pair.new, folders, store.paths)
    }
    moves.guess(store.paths)
  }

  private mutating func matchByName(_ pairs: [SidePair]) throws(GitError) {
    var (from, to, byPath) = ([Int32: Int](), [Int32: Int](), [Int32: Int]())
    for index in deleted {
      let name = store.paths.name(pairs[index].old)
      from[name] = from[name] == nil ? index : -1
    }
    for index in added where origin[index] == nil {
      let name = store.paths.name(pairs[index].new)
      to[name] = to[name] == nil ? index : -1
      byPath[pairs[index].new] = index
    }
    for index in deleted where sources[pairs[index].old] != nil {
      let name = store.paths.name(pairs[index].old)
      guard let only = to[name] else { continue }
      var target = only
      if target == -1 || from[name] == -1 {
        let path = moves.guessed(pairs[index].old, &store.paths, store.names)
        target = path.flatMap { byPath[$0] } ?? -1
      }
      guard target >= 0, origin[target] == nil else { continue }
      let minimum = RenameSearch.minimumScoreOfSameName
      guard try score(pairs[index], pairs[target], minimum) >= minimum else { continue }
      record(index, target)
      moves.add(pairs[index].old, pairs[target].new, folders, store.paths)
    }
  }

  /// A file that is only looked for because of its folder need not be, once it is settled where the
  /// folder went.
  private mutating func dropKnownFolders(_ pairs: [SidePair]) {
    for index in deleted {
      var folder = store.paths.parent(pairs[index].old)
      while folder != PathTable.root, folders[folder, default: .none] != .none {
        moves.addUnknown(folder)
        folder = store.paths.parent(folder)
      }
    }
    for folder in moves.settled where folders[folder] == .itself { folders[folder] = .parent }
    deleted.removeAll { index in
      guard sources[pairs[index].old] == .location else { return false }
      var folder = store.paths.parent(pairs[index].old)
      while folders[folder] == .parent { folder = store.paths.parent(folder) }
      if folders[folder] == .itself { return false }
      sources[pairs[index].old] = .answered
      return true
    }
  }

  private func score(
    _ source: SidePair, _ target: SidePair, _ minimum: Int
  ) throws(GitError) -> Int {
    guard let old = try compared(source), let new = try compared(target) else { return 0 }
    return try prints.score(old, new, atLeast: minimum)
  }

  /// Nil for what is only the same or not: links and submodules.
  func compared(_ pair: SidePair) throws(GitError) -> ComparedFile? {
    guard pair.version.isRegular else { return nil }
    return try prints.file(pair.version.id, at: pair.status == .added ? pair.new : pair.old)
  }
}
