/// One merge of three trees, from the first look to the written tree.
///
/// The steps are git's own, so that the same input gives the same tree and the same conflicts: `collect`
/// the paths on which the trees differ, find `renames`, let them change the paths, then settle each path
/// and write the folders from the bottom up. Source: git 2.39, merge-ort.
struct ThreeWay {
  let store: ObjectStore
  let prints: FingerprintCache
  let attributes: Attributes
  let labels: MergeLabels
  /// How many merges of merge bases this one is inside of.
  let depth: Int
  var states: [PathState] = []
  var folders: [FolderState] = []
  /// The state of a path; a settled row has none.
  var stateOf: [Int32: Int32] = [:]
  /// The folder of a path, once it is read.
  var folderOf: [Int32: Int32] = [:]
  var search = Three(SideSearch(), SideSearch(), SideSearch())
  /// The folder being read: 0 none above it is gone; 2 or 4 this side has it and the other not; 7 and a
  /// file was added to it.
  var folderMask: UInt8 = 0
  var conflicts: [Conflict] = []
  var renameCount = 0
  /// A conflict without a path that could carry it.
  var isUnclear = false

  /// What one side added and deleted, as far as renames are looked for.
  struct SideSearch {
    var pairs: [SidePair] = []
    var sources: [Int32: SourceNeed] = [:]
    var folders: [Int32: FolderNeed] = [:]
    /// Folders that only this side changed, each with the folder mask; nobody needed to read them yet.
    var deferred: [(state: Int32, mask: UInt8)] = []
    var mayDefer = true
    /// Above new places of files that are in folders not read yet.
    var targetFolders: Set<Int32> = []
    var moves = FolderMoves()
    var known = KnownRenames()
  }

  init(
    _ store: ObjectStore, _ prints: FingerprintCache, _ attributes: Attributes,
    _ labels: MergeLabels, depth: Int
  ) {
    (self.store, self.prints, self.attributes) = (store, prints, attributes)
    (self.labels, self.depth) = (labels, depth)
  }

  /// Merges; the base is what both sides began with.
  mutating func run(base: RawID, ours: RawID, theirs: RawID) throws(GitError) -> RawID {
    try collect(PathTable.root, Three(base, ours, theirs), depth: 0)
    let pays = try readDeferred()
    if try searchRenames(), pays {
      restart()
      try collect(PathTable.root, Three(base, ours, theirs), depth: 0)
      _ = try readDeferred()
      _ = try searchRenames()
    }
    try applyRenames()
    let tree = try settle(folder: 0)
    return tree ?? .emptyTree
  }

  /// Forgets all but the renames, by which the second look reads less.
  private mutating func restart() {
    let old = search
    self = ThreeWay(store, prints, attributes, labels, depth: depth)
    for side in 1...2 {
      search[side].known = KnownRenames(old[side].pairs, old[side].sources)
      search[side].moves = old[side].moves
    }
  }

  /// Whether any tree has something at a path, or a rename put it there.
  func isTaken(_ path: Int32) throws(GitError) -> Bool {
    if stateOf[path] != nil { return true }
    return try settledRow(path) != nil
  }

  /// What a path has that needed no merging; nil where it did, or is not there.
  func settledRow(_ path: Int32) throws(GitError) -> Tree.Item? {
    guard path != PathTable.root, let folder = folderOf[store.paths.parent(path)] else {
      return nil
    }
    let name = store.paths.name(path)
    for case .settled(let item) in folders[Int(folder)].rows where item.name == name {
      return item
    }
    return nil
  }
}

/// Whose lines are whose, behind conflict markers.
package struct MergeLabels: Sendable, Hashable {
  /// Stands behind `<<<<<<<`.
  package var ours: String
  /// Stands behind `>>>>>>>`.
  package var theirs: String

  /// Names both sides.
  package init(ours: String, theirs: String) {
    (self.ours, self.theirs) = (ours, theirs)
  }
}
