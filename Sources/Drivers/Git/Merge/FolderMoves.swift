/// Why a deleted file's fate matters to a merge.
enum SourceNeed {
  /// The other side changed or deleted it.
  case content
  /// It helps to tell where its folder went.
  case location
  /// It was asked for its folder, and that is known by now.
  case answered
}

/// Why it matters where a folder went that is gone on one side.
enum FolderNeed {
  case none
  /// A folder above it is asked for.
  case parent
  /// The other side added a file to it.
  case itself
}

/// Where the files of each gone folder went, and how many to which folder.
struct FolderMoves {
  private var counts: [Int32: Counts] = [:]
  private var guesses: [Int32: Int32] = [:]

  /// Stands for "not known yet" among the folders.
  static let unknown: Int32 = -1

  /// Counts one rename for its folder, and for the folders above as far as both paths end alike: of
  /// `a/b/c/x` that became `a/d/c/x`, `c` went into `d`, and `b` became `d`.
  mutating func add(
    _ old: Int32, _ new: Int32, _ folders: [Int32: FolderNeed], _ paths: borrowing PathTable
  ) {
    var (from, to) = (paths.parent(old), paths.parent(new))
    var isFirst = true
    while let need = folders[from] {
      if need == .itself || isFirst { counts[from, default: Counts()].add(1, to: to) }
      isFirst = false
      guard need != .none, from != PathTable.root, to != PathTable.root,
        paths.name(from) == paths.name(to)
      else { return }
      (from, to) = (paths.parent(from), paths.parent(to))
    }
  }

  mutating func addUnknown(_ folder: Int32) {
    counts[folder, default: Counts()].add(1, to: FolderMoves.unknown)
  }

  /// Takes what is known now for the likely answer.
  mutating func guess(_ paths: borrowing PathTable) {
    for (folder, targets) in counts {
      if let best = targets.largest(paths) { guesses[folder] = best }
    }
  }

  /// The path that a file has where its folder went as guessed; not for folders that became the root.
  func guessed(
    _ path: Int32, _ paths: inout PathTable, _ names: borrowing NameTable
  ) -> Int32? {
    guard let folder = guesses[paths.parent(path)], folder != PathTable.root else { return nil }
    return paths.child(folder, paths.name(path), names)
  }

  /// The folders of which the majority went to one place, wherever the unknown rest went.
  var settled: [Int32] {
    counts.filter { _, targets in
      var (first, second) = (0, 0)
      for (target, count) in targets.values where target != FolderMoves.unknown {
        if count >= first {
          (first, second) = (count, first)
        } else if count >= second {
          second = count
        }
      }
      return first > second + (targets.values[FolderMoves.unknown] ?? 0)
    }.map(\.key)
  }

  /// Leaves what was asked for, without the unknown.
  mutating func finish(_ folders: [Int32: FolderNeed]) {
    counts = counts.filter { folders[$0.key, default: .none] != .none }
    for folder in counts.keys { counts[folder]?.remove(FolderMoves.unknown) }
  }

  /// The folder that each one became: the one to which most files went. Where several have as many, it is
  /// nil.
  var renames: [Int32: Int32?] {
    var renames: [Int32: Int32?] = [:]
    for (folder, targets) in counts {
      guard let most = targets.values.values.max(), most > 0 else { continue }
      let best = targets.values.filter { $0.value == most }
      renames[folder] = .some(best.count == 1 ? best.keys.first : nil)
    }
    return renames
  }
}
