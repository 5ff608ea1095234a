internal import CLibGit2
package import GateModel

extension Repository {
  /// What differs between two trees, in the order of the paths; renames are found (see `renames`).
  ///
  /// Only folders whose ids differ are read.
  package func diff(from base: ObjectID, to head: ObjectID) throws(GitError) -> [ChangedFile] {
    var walk = TreeWalk(reader: try TreeReader(self))
    do {
      try walk.diff(base.bytes[...], head.bytes[...], at: [], depth: 0)
    } catch {
      throw missing(error)
    }
    return try withRenames(walk.found.sorted { $0.path < $1.path }) { _, entry throws(GitError) in
      try entry.id.flatMap { id throws(GitError) in
        try blob(id, atMost: Repository.maximumComparedSize)
      }
    }
  }

  /// Every file, link and submodule of a tree, in git's order.
  package func paths(in tree: ObjectID) throws(GitError) -> [RepoPath] {
    var walk = TreeWalk(reader: try TreeReader(self))
    try walk.diff(nil, tree.bytes[...], at: [], depth: 0)
    return walk.found.map(\.path)
  }

  /// What stands at a path of a tree; nil where nothing does, or a folder.
  package func entry(_ path: RepoPath, in tree: ObjectID) throws(GitError) -> ChangedFile.Entry? {
    let reader = try TreeReader(self)
    var folder = tree.bytes[...]
    let names = path.utf8.split(separator: UInt8(ascii: "/"))
    for (depth, name) in names.enumerated() {
      let entries = try reader.entries(of: folder)
      guard let next = entries.first(where: { $0.name.elementsEqual(name) }) else { return nil }
      if depth == names.count - 1 { return next.isFolder ? nil : next.entry }
      guard next.isFolder else { return nil }
      folder = next.id
    }
    return nil
  }

  /// The files directly in a folder of a tree, by name.
  package func files(in folder: RepoPath, of tree: ObjectID) throws(GitError) -> [RepoPath] {
    let reader = try TreeReader(self)
    var id = tree.bytes[...]
    for name in folder.utf8.split(separator: UInt8(ascii: "/")) {
      let entries = try reader.entries(of: id)
      guard let next = entries.first(where: { $0.isFolder && $0.name.elementsEqual(name) }) else {
        return []
      }
      id = next.id
    }
    return try reader.entries(of: id).filter { !$0.isFolder }.map {
      RepoPath("\(folder)/\(RepoPath(bytes: $0.name))")
    }
  }
}

/// Walks two trees side by side.
private struct TreeWalk: ~Copyable {
  let reader: TreeReader
  var found: [ChangedFile] = []

  /// Deeper than any real path; the stack is not for the change to use up.
  private static let maximumDepth = 500

  init(reader: consuming TreeReader) {
    self.reader = reader
  }

  mutating func diff(
    _ base: ArraySlice<UInt8>?, _ head: ArraySlice<UInt8>?, at folder: [UInt8], depth: Int
  ) throws(GitError) {
    if let base, let head, base.elementsEqual(head) { return }
    guard depth < TreeWalk.maximumDepth else {
      throw GitError(.other, "a path is more than \(TreeWalk.maximumDepth) folders deep")
    }
    let old = if let base { try reader.entries(of: base) } else { [TreeEntry]() }
    let new = if let head { try reader.entries(of: head) } else { [TreeEntry]() }
    var (i, j) = (0, 0)
    while i < old.count || j < new.count {
      switch order(i < old.count ? old[i] : nil, j < new.count ? new[j] : nil) {
      case .baseOnly:
        try add(old[i], nil, folder, depth)
        i += 1
      case .headOnly:
        try add(nil, new[j], folder, depth)
        j += 1
      case .both:
        try add(old[i], new[j], folder, depth)
        i += 1
        j += 1
      }
    }
  }

  private mutating func add(
    _ old: TreeEntry?, _ new: TreeEntry?, _ folder: [UInt8], _ depth: Int
  ) throws(GitError) {
    guard let either = old ?? new else { return }
    if let old, let new, old.mode == new.mode, old.id.elementsEqual(new.id) { return }
    let path = folder.isEmpty ? Array(either.name) : folder + [UInt8(ascii: "/")] + either.name
    if either.isFolder {
      try diff(old?.id, new?.id, at: path, depth: depth + 1)
      return
    }
    let (before, after) = (old?.entry, new?.entry)
    let status: ChangedFile.Status =
      switch (before, after) {
      case (nil, _): .added
      case (_, nil): .deleted
      case (let before?, let after?):
        before.kind.isRegular && after.kind.isRegular || before.kind == after.kind
          ? .modified : .typeChanged
      }
    found.append(
      ChangedFile(path: RepoPath(bytes: path), status: status, before: before, after: after))
  }

  private enum Order { case baseOnly, headOnly, both }

  /// Which entry comes next in git's order, where a folder's name counts as if it ended in `/`.
  private func order(_ a: TreeEntry?, _ b: TreeEntry?) -> Order {
    guard let a else { return .headOnly }
    guard let b else { return .baseOnly }
    if a.isFolder == b.isFolder, a.name.elementsEqual(b.name) { return .both }
    let (x, y) = (a.isFolder ? a.name + [0x2F] : a.name, b.isFolder ? b.name + [0x2F] : b.name)
    return x.lexicographicallyPrecedes(y) ? .baseOnly : .headOnly
  }
}
