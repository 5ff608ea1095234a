package import GateModel

extension Repository {
  /// Merges commits into another, one after the other, as a commit in the memory of this handle only; nil
  /// where git would leave something to a person.
  package func merged(
    _ base: ObjectID, with others: [ObjectID]
  ) throws(GitError) -> ObjectID? {
    var merger = try Merger(at: source.commonFolder, writing: .memory)
    guard let commit = try merger.merged(base, with: others) else { return nil }
    try merger.store.lend(to: self)
    return commit
  }
}

extension Merger {
  /// The same in the merger's own memory, where it writes there.
  package mutating func merged(
    _ base: ObjectID, with others: [ObjectID]
  ) throws(GitError) -> ObjectID? {
    var commit = base
    for other in others {
      let merge = try merge(commit, other)
      guard merge.isClean else { return nil }
      let time = max(try store.repository.committed(base), try store.repository.committed(other))
      let nobody = Signature(name: "gate", email: "gate@localhost", time: time)
      commit = try writeCommit(
        tree: merge.tree, parents: [commit, other], author: nobody, committer: nobody,
        message: "merged")
    }
    return commit
  }
}
