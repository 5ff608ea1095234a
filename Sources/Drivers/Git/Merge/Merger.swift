internal import CLibGit2
package import GateModel

package struct Merger: ~Copyable {
  package let repository: Repository
  package enum Destination { case memory, repository }
  package init(_ source: ObjectSource, writing destination: Destination) throws(GitError) {
    repository = try Repository(at: source.commonFolder)
  }
  package mutating func merge(_ ours: ObjectID, _ theirs: ObjectID) throws(GitError) -> Merge {
    let a = try repository.lookUp(ours)
    let b = try repository.lookUp(theirs)
    let pointer = unsafe repository.pointer
    let index = unsafe try Handle("merge", freeWith: { unsafe git_index_free($0) }) {
      unsafe git_merge_commits($0, pointer, a.pointer, b.pointer, nil)
    }
    var conflicts: [Merge.Conflict] = []
    for i in 0..<(unsafe git_index_entrycount(index.pointer)) {
      guard let entry = unsafe git_index_get_byindex(index.pointer, i),
        let name = unsafe entry.pointee.path
      else { continue }
      if unsafe git_index_entry_stage(entry) > 0 {
        let path = RepoPath(unsafe String(cString: name))
        if conflicts.last?.path != path {
          conflicts.append(
            Merge.Conflict(path: path, kind: .content, message: "both changed the same lines"))
        }
      }
    }
    guard conflicts.isEmpty else {
      return Merge(tree: try repository.tree(of: ours), conflicts: conflicts)
    }
    var tree = git_oid()
    try git("write") { unsafe git_index_write_tree_to(&tree, index.pointer, pointer) }
    return Merge(tree: ObjectID(tree), conflicts: [])
  }
  package func commit(tree: ObjectID, parents: [ObjectID], signature: Signature, message: String)
    throws(GitError) -> ObjectID
  {
    let pointer = unsafe repository.pointer
    var t = tree.raw
    let treeHandle = unsafe try Handle("read", freeWith: { unsafe git_tree_free($0) }) {
      unsafe git_tree_lookup($0, pointer, &t)
    }
    var made: UnsafeMutablePointer<git_signature>?
    try git("sign") {
      unsafe git_signature_new(
        &made, signature.name, signature.email, git_time_t(signature.seconds), 0)
    }
    defer { unsafe git_signature_free(made) }
    let first = try repository.lookUp(parents[0])
    var id = git_oid()
    if parents.count == 2 {
      let second = try repository.lookUp(parents[1])
      var list: [OpaquePointer?] = unsafe [first.pointer, second.pointer]
      try git("commit") {
        unsafe git_commit_create(
          &id, pointer, nil, made, made, nil, message, treeHandle.pointer, 2, &list)
      }
    } else {
      var list: [OpaquePointer?] = unsafe [first.pointer]
      try git("commit") {
        unsafe git_commit_create(
          &id, pointer, nil, made, made, nil, message, treeHandle.pointer, 1, &list)
      }
    }
    return ObjectID(id)
  }
}
package struct Merge: Sendable, Hashable {
  package var tree: ObjectID
  package var conflicts: [Conflict]
  package var isClean: Bool { conflicts.isEmpty }
  package struct Conflict: Sendable, Hashable {
    package var path: RepoPath
    package var line: Int?
    package var kind: Kind
    package var message: String
    package enum Kind: Sendable, Hashable { case content }
  }
}
package struct Signature: Sendable, Hashable {
  package var name: String
  package var email: String
  package var seconds: Int
  package init(_ identity: Identity, seconds: Int) {
    self.name = identity.name; self.email = identity.email; self.seconds = seconds
  }
}
