/// What a merge knows of one path on which the three trees differ.
struct PathState {
  var path: Int32
  /// What each tree has there; folders count until the state is settled.
  var versions: Three<Version>
  /// Where each version came from: elsewhere after a rename.
  var origins: Three<Int32>
  /// Which trees have something other than a folder there: 1 the base, 2 ours, 4 theirs.
  var files: UInt8
  /// Which trees have a folder there.
  var folders: UInt8
  /// Which trees have the same: 3, 5, 6 or 0; of folders only until they are read.
  var equal: UInt8
  /// The folder's rows, once it is read.
  var folder: Int32?
  /// What was merged; absent where nothing is left.
  var result = Version.none
  var isSettled = false
  /// Taken away: the path counts as never met.
  var isRemoved = false
  /// Renames already made it a conflict.
  var isPathConflict = false
  var hasFolderInTheWay: Bool
  var reason: Conflict.Kind?

  init(_ path: Int32, _ versions: Three<Version>, files: UInt8, folders: UInt8, equal: UInt8) {
    (self.path, self.versions, self.files, self.folders) = (path, versions, files, folders)
    self.equal = equal
    origins = Three(path, path, path)
    hasFolderInTheWay = files != 0 && folders != 0
  }

  /// Leaves out the folders' versions.
  mutating func dropFolders() {
    equal &= ~folders
    folders = 0
    hasFolderInTheWay = false
    folder = nil
    dropAbsent()
  }

  mutating func dropAbsent() {
    for index in 0...2 where files & 1 << index == 0 { versions[index] = .none }
  }
}

/// A folder that was read: what stands in it.
struct FolderState {
  var path: Int32
  /// The trees it was read from; absent ones are nil.
  var trees: Three<RawID?>
  /// In the order of the trees; what a rename adds stands at the end.
  var rows: [Row] = []

  enum Row {
    /// Nothing to do: at most one side changed it.
    case settled(Tree.Item)
    /// The index of a `PathState`.
    case open(Int32)
  }
}
