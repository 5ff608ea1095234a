internal import CLibGit2
package import GateModel

extension Merger {
  /// What is not committed in a working tree, as a commit on top of its HEAD that no ref points to: files
  /// that git ignores do not count, untracked ones do. Nil where there is nothing.
  ///
  /// Of a file of more than 16 MiB only the beginning is taken. What is neither file nor link (a nested
  /// repository, a submodule that moved) stays as it is in HEAD, and so does a name that is not UTF-8.
  package mutating func commitUncommitted(
    in worktree: borrowing Repository, on head: ObjectID
  ) throws(GitError) -> (commit: ObjectID, files: [RepoPath])? {
    let tree = try worktree.tree(of: head)
    var changes: [RepoPath: NewFile?] = [:]
    for file in try worktree.worktreeChanges(from: tree) {
      if let old = file.oldPath { changes[old] = .some(nil) }
      guard let kind = file.after?.kind else {
        changes[file.path] = .some(nil)
        continue
      }
      guard kind != .submodule, let bytes = worktree.worktreeBytes(file.path) else { continue }
      changes[file.path] = NewFile(bytes: bytes, kind: kind)
    }
    let uncommitted = try writeTree(tree, with: changes)
    guard uncommitted != tree else { return nil }
    // As old as what it stands on: where two histories part is looked for by age.
    let nobody = Signature(
      name: "gate", email: "gate@localhost", time: try worktree.committed(head))
    let commit = try writeCommit(
      tree: uncommitted, parents: [head], author: nobody, committer: nobody, message: "uncommitted")
    return (commit, changes.keys.sorted())
  }

  /// Another tree but for some paths, whose names have to be UTF-8; nil where nothing is to be. A file takes
  /// the place of a folder, and a folder that of a file.
  private mutating func writeTree(
    _ tree: ObjectID, with changes: [RepoPath: NewFile?]
  ) throws(GitError) -> ObjectID {
    var edits = TreeEdit()
    for (path, file) in changes.sorted(by: { $0.key < $1.key }) {
      let version = try file.map { file throws(GitError) in
        Version(mode: file.kind.mode, id: try store.write(file.bytes, GIT_OBJECT_BLOB))
      }
      edits.add(path.utf8.split(separator: UInt8(ascii: "/"))[...], version ?? .none, store)
    }
    return try (edits.apply(to: RawID(tree), store) ?? .emptyTree).objectID
  }
}

/// What a path of a new tree is to have: the bytes of a file, or the target of a link.
private struct NewFile {
  var bytes: [UInt8]
  var kind: ChangedFile.Entry.Kind
}

extension ChangedFile.Entry.Kind {
  fileprivate var mode: UInt32 {
    switch self {
    case .file: 0o100644
    case .executable: 0o100755
    case .symlink: 0o120000
    case .submodule: 0o160000
    }
  }
}

/// What is to change in a folder, by name.
private struct TreeEdit {
  private var own: [Int32: Version] = [:]
  private var folders: [Int32: TreeEdit] = [:]

  mutating func add(
    _ names: ArraySlice<Substring.UTF8View.SubSequence>, _ version: Version, _ store: ObjectStore
  ) {
    guard let first = names.first else { return }
    let name = unsafe Array(first).withUnsafeBytes { unsafe store.names.number(of: $0) }
    if names.count == 1 {
      own[name] = version
    } else {
      folders[name, default: TreeEdit()].add(names.dropFirst(), version, store)
    }
  }

  /// Nil where nothing is left.
  func apply(to tree: RawID?, _ store: ObjectStore) throws(GitError) -> RawID? {
    var items = try tree.map { id throws(GitError) in try store.tree(id).items } ?? []
    for (name, version) in own {
      items.removeAll { $0.name == name }
      if version.exists { items.append(Tree.Item(name: name, version: version)) }
    }
    for (name, edit) in folders {
      let old = items.first { $0.name == name }?.version
      let isFolder = old?.isFolder == true
      let new = try edit.apply(to: isFolder ? old?.id : nil, store)
      guard isFolder || new != nil else { continue }
      items.removeAll { $0.name == name }
      if let new {
        items.append(Tree.Item(name: name, version: Version(mode: 0o040000, id: new)))
      }
    }
    if items.isEmpty { return nil }
    items.sort {
      store.names.precedes(
        $0.name, isFolder: $0.version.isFolder, $1.name, isFolder: $1.version.isFolder)
    }
    return try store.write(Tree(items))
  }
}
