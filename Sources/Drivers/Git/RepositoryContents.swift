package import GateModel

/// The contents behind a change, read from the repository as they are asked for, each once.
package final class RepositoryContents: ChangeContents {
  private let repository: Repository
  private let baseTree: ObjectID
  private let head: Head
  private let files: [ChangedFile]
  private var knownHunks: [RepoPath: [Hunk]] = [:]

  /// Where the head side of a change stands.
  package enum Head: Sendable {
    case tree(ObjectID)
    /// The index, or the worktree: what differs is in the change, the rest is as in the base.
    case uncommitted
  }

  package init(
    repository: consuming Repository, baseTree: ObjectID, head: Head, files: [ChangedFile]
  ) {
    self.repository = repository
    self.baseTree = baseTree
    self.head = head
    self.files = files
  }

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

  package func file(_ path: RepoPath, at side: Side) throws -> FileContent? {
    switch (side, head) {
    case (.base, _): return try content(path, in: baseTree)
    case (.head, .tree(let tree)): return try content(path, in: tree)
    case (.head, .uncommitted):
      if let file = files.first(where: { $0.path == path }) {
        return try file.after.flatMap { try content(of: $0, at: path) }
      }
      if files.contains(where: { $0.oldPath == path }) { return nil }
      return try content(path, in: baseTree)
    }
  }

  /// Some tracked files that differ from HEAD; see `Repository.uncommitted`.
  package func uncommitted(
    _ search: UncommittedSearch, head: ObjectID, atMost limit: Int
  ) throws(GitError) -> [RepoPath]? {
    try repository.uncommitted(search, head: head, atMost: limit)
  }

  package func hunks(of file: ChangedFile) throws -> [Hunk] {
    if let known = knownHunks[file.path] { return known }
    let hunks = try compare(file)
    knownHunks[file.path] = hunks
    return hunks
  }

  private func compare(_ file: ChangedFile) throws -> [Hunk] {
    if let before = file.before?.id, before == file.after?.id { return [] }
    let old = try file.before.map { try content(of: $0, at: file.oldPath ?? file.path)?.text } ?? ""
    let new = try file.after.map { try content(of: $0, at: file.path)?.text } ?? ""
    guard let old, let new else { return [] }
    return try repository.hunks(from: Array(old.utf8), to: Array(new.utf8))
  }

  private func content(_ path: RepoPath, in tree: ObjectID) throws -> FileContent? {
    try repository.entry(path, in: tree).flatMap { try repository.content(of: $0) }
  }

  private func content(of entry: ChangedFile.Entry, at path: RepoPath) throws -> FileContent? {
    if entry.id != nil { return try repository.content(of: entry) }
    return repository.worktreeFile(path)
  }
}
