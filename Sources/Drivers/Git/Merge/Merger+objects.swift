internal import CLibGit2
package import GateModel

/// Who made a commit, and when.
package struct Signature: Sendable, Hashable {
  /// Without `<`, `>` and line ends: these are left out.
  package var name: String
  /// As the name.
  package var email: String
  /// Seconds since 1970.
  package var time: Int
  /// How far local time was ahead of UTC, in minutes.
  package var offset: Int

  /// Names a person and a moment; UTC by default.
  package init(name: String, email: String, time: Int, offset: Int = 0) {
    (self.name, self.email, self.time, self.offset) = (name, email, time, offset)
  }

  fileprivate var line: String {
    func clean(_ text: String) -> String {
      String(text.unicodeScalars.filter { !["<", ">", "\n", "\r", "\0"].contains($0) })
    }
    let (hours, minutes) = (abs(offset) / 60, abs(offset) % 60)
    let zone = [hours, minutes].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined()
    return "\(clean(name)) <\(clean(email))> \(time) \(offset < 0 ? "-" : "+")\(zone)"
  }
}

/// What a path of a new tree is to have.
package enum NewEntry: Sendable, Hashable {
  /// A file or the target of a link, with these bytes.
  case bytes([UInt8], ChangedFile.Entry.Kind)
  /// An object that is there already.
  case object(ObjectID, ChangedFile.Entry.Kind)
  /// Nothing.
  case removed
}

extension Merger {
  /// Writes a commit and no ref; where it goes is the Merger's destination.
  package mutating func writeCommit(
    tree: ObjectID, parents: [ObjectID], author: Signature, committer: Signature, message: String
  ) throws(GitError) -> ObjectID {
    var text = "tree \(tree)\n"
    for parent in parents { text += "parent \(parent)\n" }
    text += "author \(author.line)\ncommitter \(committer.line)\n\n\(message)"
    if !text.hasSuffix("\n") { text += "\n" }
    let id = try store.write(Array(text.utf8), GIT_OBJECT_COMMIT)
    if destination == .repository {
      try store.persist(RawID(tree))
      try store.persist(object: id, GIT_OBJECT_COMMIT)
    }
    return id.objectID
  }

  /// Writes a tree that is another one but for some paths, whose names have to be UTF-8: uncommitted work as
  /// a tree. A file takes the place of a folder, and a folder that of a file.
  package mutating func writeTree(
    _ tree: ObjectID, with changes: [RepoPath: NewEntry]
  ) throws(GitError) -> ObjectID {
    var edits = TreeEdit()
    for (path, entry) in changes.sorted(by: { $0.key < $1.key }) {
      let version: Version
      switch entry {
      case .bytes(let bytes, let kind):
        version = Version(mode: kind.mode, id: try store.write(bytes, GIT_OBJECT_BLOB))
      case .object(let id, let kind): version = Version(mode: kind.mode, id: RawID(id))
      case .removed: version = .none
      }
      edits.add(path.utf8.split(separator: UInt8(ascii: "/"))[...], version, store)
    }
    let written = try edits.apply(to: RawID(tree), store) ?? .emptyTree
    if destination == .repository { try store.persist(written) }
    return written.objectID
  }

  /// What differs between two trees, with renames; remembered.
  package mutating func changes(
    from base: ObjectID, to side: ObjectID
  ) throws(GitError) -> [ChangedFile] {
    if let known = differences[base]?[side] { return known }
    let found = try store.repository.diff(from: base, to: side)
    differences[base, default: [:]][side] = found
    return found
  }

  /// Lends the repository, which has the new objects too.
  package func withRepository<Answer>(
    _ body: (borrowing Repository) throws -> Answer
  ) rethrows -> Answer {
    try body(store.repository)
  }
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
