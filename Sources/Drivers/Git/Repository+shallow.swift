internal import CLibGit2
internal import GateModel

/// A shallow clone, in which libgit2 1.5 looks for the parents of the commits where its history ends.
extension Repository {
  /// Whether only a part of its history was fetched, so that an object that is not there is no
  /// damage.
  package var isShallow: Bool { !shallowCommits().isEmpty }

  /// The commits whose parents were not fetched. Read here: libgit2 looks for the list of a linked
  /// worktree beside its HEAD. Source: gitrepository-layout(5).
  func shallowCommits() -> Set<RawID> {
    guard let file = FileOnDisk.read(commonFolder + "shallow") else { return [] }
    let lines = file.bytes.split(separator: 0x0A)
    return Set(lines.compactMap { ObjectID(String(decoding: $0, as: UTF8.self)) }.map { RawID($0) })
  }

  /// The best common ancestor, as far as the history was fetched; nil where that has none.
  func fetchedMergeBase(_ a: ObjectID, _ b: ObjectID) throws(GitError) -> ObjectID? {
    let store = try ObjectStore(at: commonFolder)
    var graph = CommitGraph()
    let (first, second) = (
      try graph.number(of: RawID(a), store), try graph.number(of: RawID(b), store)
    )
    return try graph.mergeBases(first, second, store).first.map { graph.id($0).objectID }
  }

  /// The commits that `head` has and `base` has not, oldest first. Where that cannot be known from what
  /// was fetched, throws `.shallow`.
  func fetchedCommits(from base: ObjectID, to head: ObjectID) throws(GitError) -> [Commit] {
    let ends = shallowCommits()
    var seen: Set<ObjectID> = []
    var waiting = [base]
    while let id = waiting.popLast() {
      guard seen.insert(id).inserted, !ends.contains(RawID(id)) else { continue }
      waiting += try commit(id).parents
    }
    var found: [Commit] = []
    // Each twice: first to put its parents before it, then, read, to take it.
    var walk: [(id: ObjectID, read: Commit?)] = [(head, nil)]
    while let (id, read) = walk.popLast() {
      if let read {
        found.append(read)
        continue
      }
      guard seen.insert(id).inserted else { continue }
      guard !ends.contains(RawID(id)) else { throw unrelated(base, head) }
      let commit = try commit(id)
      walk.append((id, commit))
      walk += commit.parents.reversed().map { ($0, nil) }
    }
    return found
  }
}
