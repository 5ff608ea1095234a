package import GateModel

/// The contents behind a change, read from the repository as they are asked for, each once.
package final class RepositoryContents: ChangeContents {
  private let repository: Repository
  private let baseTree: ObjectID
  private let head: Head
  private let files: [ChangedFile]
  private let changed: [RepoPath: ChangedFile]
  /// What a rename took away.
  private let renamed: Set<RepoPath>
  private var knownHunks: [RepoPath: [Hunk]] = [:]

  /// Where the head side of a change stands.
  package enum Head: Sendable {
    case tree(ObjectID)
    /// The index, or the worktree: what differs is in the change, the rest is as in the base.
    case uncommitted
  }

  /// Takes over the repository, to read both sides of these files from it; reads nothing yet.
  package init(
    repository: consuming Repository, baseTree: ObjectID, head: Head, files: [ChangedFile]
  ) {
    self.repository = repository
    self.baseTree = baseTree
    self.head = head
    self.files = files
    changed = Dictionary(files.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
    renamed = Set(files.compactMap(\.oldPath))
  }

  /// Every path of one side. An uncommitted head is the base, with what the change adds and without
  /// what it takes away.
  package func paths(at side: Side) throws -> [RepoPath] {
    switch (side, head) {
    case (.base, _): return try repository.paths(in: baseTree)
    case (.head, .tree(let tree)): return try repository.paths(in: tree)
    case (.head, .uncommitted):
      let gone = Set(
        files.flatMap { $0.status == .deleted ? [$0.path] : $0.oldPath.map { [$0] } ?? [] })
      let new = files.filter { $0.before == nil || $0.status == .renamed }.map(\.path)
      return try repository.paths(in: baseTree).filter { !gone.contains($0) } + new
    }
  }

  /// A file of one side, at most 16 MiB of it: what is larger is `.binary`; nil where there is none.
  package func file(_ path: RepoPath, at side: Side) throws -> FileContent? {
    guard let entry = try entry(path, at: side) else { return nil }
    if entry.kind == .submodule { return entry.id.map { .submodule(commit: $0.description) } }
    guard let bytes = try bytes(of: entry, at: path) else { return .binary }
    return FileContent(
      bytes: bytes, isSymlink: entry.kind == .symlink, isSource: path.isSource)
  }

  /// The bytes of a regular file of one side; nil for a link, a submodule and what is not there,
  /// and for more than 16 MiB.
  package func bytes(_ path: RepoPath, at side: Side) throws -> [UInt8]? {
    guard let entry = try entry(path, at: side), entry.kind.isRegular else { return nil }
    return try bytes(of: entry, at: path)
  }

  /// The bytes of a regular file of one side; nil for a link, a submodule and what is not there. What is
  /// too large is an error, and not taken for missing.
  ///
  /// - Parameter limit: how many bytes are read; of what is not committed at most 16 MiB.
  package func regularFile(
    _ path: RepoPath, at side: Side, atMost limit: Int
  ) throws -> [UInt8]? {
    guard let entry = try entry(path, at: side), entry.kind.isRegular else { return nil }
    let bytes =
      try entry.id.map { try repository.blob($0, atMost: limit) }
      ?? self.bytes(of: entry, at: path)
    guard let bytes else {
      throw GitError(.other, "`\(path)` is too large to be judged", hint: "split it")
    }
    return bytes
  }

  /// Some tracked files that differ from HEAD; see `Repository.uncommitted`.
  package func uncommitted(
    _ search: UncommittedSearch, head: ObjectID, atMost limit: Int
  ) throws(GitError) -> [RepoPath]? {
    try repository.uncommitted(search, head: head, atMost: limit)
  }

  /// What differs between both sides of a file, compared once and then remembered. Throws for
  /// source of more than 16 MiB; any other file that large has no lines.
  package func hunks(of file: ChangedFile) throws -> [Hunk] {
    if let known = knownHunks[file.path] { return known }
    let hunks = try compare(file)
    knownHunks[file.path] = hunks
    return hunks
  }

  private func compare(_ file: ChangedFile) throws -> [Hunk] {
    if let before = file.before?.id, before == file.after?.id { return [] }
    let old = try file.before.map { try lines(of: $0, at: file.oldPath ?? file.path) } ?? []
    let new = try file.after.map { try lines(of: $0, at: file.path) } ?? []
    guard let old, let new else { return [] }
    return try repository.hunks(from: old, to: new)
  }

  /// What is compared line by line; nil for what has no lines.
  private func lines(of entry: ChangedFile.Entry, at path: RepoPath) throws -> [UInt8]? {
    guard entry.kind.isRegular else { return nil }
    guard let bytes = try bytes(of: entry, at: path) else {
      guard path.isSource else { return nil }
      throw GitError(
        .other, "`\(path)` is larger than 16 MiB: its lines cannot be judged",
        hint: "split it, or keep it out of the repository")
    }
    return bytes.prefix(8000).contains(0) && !path.isSource ? nil : bytes
  }

  private func entry(_ path: RepoPath, at side: Side) throws -> ChangedFile.Entry? {
    if let file = changed[path] {
      switch side {
      case .head: return file.after
      case .base where file.oldPath == nil: return file.before
      case .base: break
      }
    }
    switch (side, head) {
    case (.head, .tree(let tree)): return try repository.entry(path, in: tree)
    case (.head, .uncommitted) where renamed.contains(path): return nil
    case (.head, .uncommitted), (.base, _): return try repository.entry(path, in: baseTree)
    }
  }

  /// Nil for what is too large, or not there any more.
  private func bytes(of entry: ChangedFile.Entry, at path: RepoPath) throws -> [UInt8]? {
    if let id = entry.id { return try repository.blob(id, atMost: Repository.maximumTextSize) }
    guard let bytes = repository.worktreeBytes(path) else { return nil }
    return bytes.count > Repository.maximumTextSize ? nil : bytes
  }
}
