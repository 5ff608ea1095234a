internal import CLibGit2
package import GateModel

/// Merges commits of one repository as `git merge-tree --write-tree` does, without a worktree.
///
/// It remembers what it read, so that many merges of one repository cost little more than their own
/// differences. It is not Sendable: one thread, one Merger. The repository's configuration does not count
/// (`merge.renames`, `merge.conflictStyle`, external drivers): two machines merge alike.
package struct Merger: ~Copyable {
  let store: ObjectStore
  let destination: Destination
  private let prints: FingerprintCache
  private let attributes: Attributes
  private var graph = CommitGraph()

  /// Where merged trees and files go.
  package enum Destination: Sendable, Hashable {
    /// Nowhere: they are gone with the Merger.
    case memory
    /// Into the repository, as loose objects that the next `git gc` may take away.
    case repository
  }

  /// Opens the repository that holds a folder; reads nothing yet.
  package init(at folder: String, writing destination: Destination) throws(GitError) {
    store = try ObjectStore(at: folder)
    self.destination = destination
    attributes = Attributes(at: folder)
    prints = FingerprintCache(store, attributes)
  }

  /// Merges two commits on their merge bases; several of these are merged first, one into the other.
  ///
  /// - Parameter labels: what stands behind conflict markers; the commits' ids by default.
  /// - Throws: `.noMergeBase` where they have no history in common, `.shallow` where that was not fetched.
  package mutating func merge(
    _ ours: ObjectID, _ theirs: ObjectID, labels: MergeLabels? = nil
  ) throws(GitError) -> Merge {
    let (a, b) = (
      try graph.number(of: RawID(ours), store), try graph.number(of: RawID(theirs), store)
    )
    let bases = try graph.mergeBases(a, b, store)
    guard !bases.isEmpty else { throw store.repository.unrelated(ours, theirs) }
    let names = labels ?? MergeLabels(ours: "\(ours)", theirs: "\(theirs)")
    let base = try commonBase(bases.reversed(), depth: 0)
    var merge = try merge(
      base: base, ours: graph.tree(a), theirs: graph.tree(b), labels: names)
    merge.bases = bases.reversed().map { graph.id($0).objectID }
    return merge
  }

  private mutating func merge(
    base: RawID, ours: RawID, theirs: RawID, labels: MergeLabels
  ) throws(GitError) -> Merge {
    var merge = ThreeWay(store, prints, attributes, labels, depth: 0)
    let tree = try merge.run(base: base, ours: ours, theirs: theirs)
    if destination == .repository { try store.persist(tree) }
    return Merge(
      tree: tree.objectID, conflicts: merge.conflicts.sorted { $0.path < $1.path },
      isClean: merge.conflicts.isEmpty && !merge.isUnclear, renameCount: merge.renameCount)
  }

  /// The tree of several bases merged into one, the oldest first.
  private mutating func commonBase(_ bases: [Int32], depth: Int) throws(GitError) -> RawID {
    guard var merged = bases.first else { return .emptyTree }
    for next in bases.dropFirst() {
      let below = try graph.mergeBases(merged, next, store)
      let base = try commonBase(below.reversed(), depth: depth + 1)
      var merge = ThreeWay(store, prints, attributes, .bases, depth: depth + 1)
      let tree = try merge.run(base: base, ours: graph.tree(merged), theirs: graph.tree(next))
      merged = graph.virtual(tree: tree, parents: [merged, next])
    }
    return graph.tree(merged)
  }
}

extension MergeLabels {
  /// As git names the sides when it merges bases.
  fileprivate static let bases = MergeLabels(
    ours: "Temporary merge branch 1", theirs: "Temporary merge branch 2")
}

/// What became of a merge.
package struct Merge: Sendable, Hashable {
  /// The merged tree; conflicting files have markers in it.
  package var tree: ObjectID
  /// Sorted by path.
  package var conflicts: [Conflict]
  /// Whether nothing is left to a person.
  package var isClean: Bool
  /// The commits where both sides part, the oldest first; none where trees were merged.
  package var bases: [ObjectID] = []
  /// How many renamed files had a part in it.
  package var renameCount = 0
}
