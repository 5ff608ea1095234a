internal import CLibGit2
internal import FoundationEssentials
package import GateModel

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// A private working copy of one state of a repository, for the commands that judge it.
///
/// A repository of its own that borrows the objects of the one judged: git commands work in it, and
/// neither the worktree, the index, HEAD nor the list of worktrees of the judged repository is touched.
/// It is used again for the next state, so that only files that differ are written, and a build sees
/// only those as new. Submodules stay empty folders, and filters such as LFS do not run.
package struct Checkout {
  /// The top of the working copy, without a closing `/`.
  package let folder: String

  /// What the working copy holds.
  package enum State: Sendable, Hashable {
    case commit(ObjectID)
    /// What is staged, on top of a commit.
    case index(on: ObjectID)
  }

  /// Makes `folder` hold exactly a state. The caller makes sure that nobody else uses the folder.
  ///
  /// Nothing that an earlier command left there decides: the repository is made anew, every file is
  /// compared by its content, and what is not of the state is removed.
  ///
  /// - Parameter keep: untracked files that survive, such as a build folder.
  package init(
    of state: State, from source: ObjectSource, at folder: String, keep: [Glob]
  ) throws {
    self.folder = folder
    _ = Library.started
    try makeRepository(borrowingFrom: source)
    let copy = unsafe try Handle(
      "open the working copy", freeWith: { unsafe git_repository_free($0) }
    ) { unsafe git_repository_open($0, folder) }
    switch state {
    case .commit(let commit):
      try point(at: commit, in: copy)
      try write(commit, in: copy, keep: keep)
    case .index(let commit):
      try point(at: commit, in: copy)
      try write(stagedTree(of: source, in: copy), in: copy, keep: keep)
    }
  }

  private func makeRepository(borrowingFrom source: ObjectSource) throws {
    let files = FileManager.default
    try files.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try Leftovers().remove(".git", from: folder)
    _ = unsafe try Handle("make a working copy", freeWith: { unsafe git_repository_free($0) }) {
      unsafe git_repository_init($0, folder, 0)
    }
    let info = folder + "/.git/objects/info"
    try files.createDirectory(atPath: info, withIntermediateDirectories: true)
    let list = Data((source.commonFolder + "objects\n").utf8)
    try list.write(to: URL(filePath: info + "/alternates"))
    if source.isShallow {
      let list = try Data(contentsOf: URL(filePath: source.commonFolder + "shallow"))
      try list.write(to: URL(filePath: folder + "/.git/shallow"))
    }
  }

  private func point(at commit: ObjectID, in copy: borrowing Handle) throws(GitError) {
    let pointer = unsafe copy.pointer
    var oid = commit.raw
    try git("point the working copy at \(commit.short)") {
      unsafe git_repository_set_head_detached(pointer, &oid)
    }
  }

  /// Writes what is staged as a tree, into the copy's own objects.
  private func stagedTree(
    of source: ObjectSource, in copy: borrowing Handle
  ) throws(GitError) -> ObjectID {
    let staged = unsafe try Handle("read the index", freeWith: { unsafe git_index_free($0) }) {
      unsafe git_index_open($0, source.gitFolder + "index")
    }
    let pointer = unsafe copy.pointer
    var tree = git_oid()
    try git("write what is staged as a tree") {
      unsafe git_index_write_tree_to(&tree, staged.pointer, pointer)
    }
    return ObjectID(tree)
  }

  /// Makes the index and the files those of a commit or a tree.
  private func write(_ id: ObjectID, in copy: borrowing Handle, keep: [Glob]) throws(GitError) {
    let pointer = unsafe copy.pointer
    var oid = id.raw
    let object = unsafe try Handle(
      "find \(id.short) from the working copy", freeWith: { unsafe git_object_free($0) }
    ) { unsafe git_object_lookup($0, pointer, &oid, GIT_OBJECT_ANY) }
    let tree = unsafe try Handle("read its tree", freeWith: { unsafe git_object_free($0) }) {
      unsafe git_object_peel($0, object.pointer, GIT_OBJECT_TREE)
    }
    let index = unsafe try Handle("open the index", freeWith: { unsafe git_index_free($0) }) {
      unsafe git_repository_index($0, pointer)
    }
    // The index knows the names and no times: every file on disk is compared by its content.
    try git("fill the index") { unsafe git_index_read_tree(index.pointer, tree.pointer) }
    try git("write the index") { unsafe git_index_write(index.pointer) }
    // First, since a link where the state has a folder would lead the files out of the working copy.
    try Leftovers(tracked: kinds(in: index), keep: GlobSet(keep)).remove(from: folder)
    var options = unsafe gate_git_checkout_options()
    unsafe options.checkout_strategy = GIT_CHECKOUT_FORCE.rawValue
    try git("write the files of \(id.short)") {
      unsafe git_checkout_tree(pointer, tree.pointer, &options)
    }
  }

  /// What stands at each path of the index, and the repository itself, which stays whole.
  private func kinds(in index: borrowing Handle) -> [[UInt8]: mode_t] {
    var kinds = [Array(".git".utf8): S_IFDIR]
    for position in 0..<(unsafe git_index_entrycount(index.pointer)) {
      guard let entry = unsafe git_index_get_byindex(index.pointer, position),
        let name = unsafe entry.pointee.path
      else { continue }
      let path = unsafe Array(UnsafeRawBufferPointer(start: name, count: strlen(name)))
      switch unsafe entry.pointee.mode {
      case GIT_FILEMODE_COMMIT.rawValue: break  // The checkout makes its empty folder.
      case GIT_FILEMODE_LINK.rawValue: kinds[path] = S_IFLNK
      default: kinds[path] = S_IFREG
      }
    }
    return kinds
  }
}
