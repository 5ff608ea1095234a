package import GateModel

extension Repository {
  /// Merges commits into another, one after the other, as a commit in the memory of this handle only; nil
  /// where git would leave something to a person.
  package func merged(
    _ base: ObjectID, with others: [ObjectID]
  ) throws(GitError) -> ObjectID? {
    var merger = try Merger(at: source.commonFolder, writing: .memory)
    var commit = base
    for other in others {
      let merge = try merger.merge(commit, other)
      guard merge.isClean else { return nil }
      let time = max(try committed(base), try committed(other))
      let nobody = Signature(name: "gate", email: "gate@localhost", time: time)
      commit = try merger.writeCommit(
        tree: merge.tree, parents: [commit, other], author: nobody, committer: nobody,
        message: "merged")
    }
    try merger.store.lend(to: self)
    return commit
  }
}
