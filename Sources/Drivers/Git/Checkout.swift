internal import CLibGit2
internal import FoundationEssentials
package import GateModel

/// A private working copy of one commit, for the commands that judge it.
///
/// A repository of its own that borrows the objects of the one judged: git commands work in it, and
/// neither the worktree, the index, HEAD nor the list of worktrees of the judged repository is touched.
/// It is used again for the next commit, so that only what differs is written.
package struct Checkout {
  /// The top of the working copy, without a closing `/`.
  package let folder: String

  /// Makes `folder` hold exactly a commit. The caller makes sure that nobody else uses the folder.
  ///
  /// - Parameters:
  ///   - objects: the shared folder (`.git`) of the repository that has the commit.
  ///   - keep: untracked files that survive, such as a build folder. All other leftovers go.
  package init(
    of commit: ObjectID, from objects: String, isShallow: Bool, at folder: String, keep: [Glob]
  ) throws {
    self.folder = folder
    _ = Library.started
    let files = FileManager.default
    let marker = folder + ".unfinished"
    if files.fileExists(atPath: marker), files.fileExists(atPath: folder) {
      // An earlier run was killed in the middle of writing it.
      try files.removeItem(atPath: folder)
    }
    try files.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try Data().write(to: URL(filePath: marker))
    try Checkout.makeRepository(at: folder)
    try borrow(objects, isShallow: isShallow)
    let copy = unsafe try Handle(
      "open the working copy", freeWith: { unsafe git_repository_free($0) }
    ) { unsafe git_repository_open($0, folder) }
    try check(out: commit, in: copy)
    try clean(copy, keep: GlobSet(keep))
    try files.removeItem(atPath: marker)
  }

  private static func makeRepository(at folder: String) throws(GitError) {
    _ = unsafe try Handle("make a working copy", freeWith: { unsafe git_repository_free($0) }) {
      unsafe git_repository_init($0, folder, 0)
    }
  }

  private func borrow(_ objects: String, isShallow: Bool) throws {
    let info = folder + "/.git/objects/info"
    try FileManager.default.createDirectory(atPath: info, withIntermediateDirectories: true)
    try Data((objects + "objects\n").utf8).write(to: URL(filePath: info + "/alternates"))
    if isShallow {
      let list = try Data(contentsOf: URL(filePath: objects + "shallow"))
      try list.write(to: URL(filePath: folder + "/.git/shallow"))
    }
  }

  private func check(out commit: ObjectID, in copy: borrowing Handle) throws(GitError) {
    let pointer = unsafe copy.pointer
    var oid = commit.raw
    let object = unsafe try Handle(
      "find \(commit.short) from the working copy", freeWith: { unsafe git_object_free($0) }
    ) { unsafe git_object_lookup($0, pointer, &oid, GIT_OBJECT_COMMIT) }
    var options = unsafe gate_git_checkout_options()
    unsafe options.checkout_strategy = GIT_CHECKOUT_FORCE.rawValue
    try git("write the files of \(commit.short)") {
      unsafe git_checkout_tree(pointer, object.pointer, &options)
    }
    try git("point the working copy at \(commit.short)") {
      unsafe git_repository_set_head_detached(pointer, &oid)
    }
  }

  /// Removes what is not of the commit: leftovers of an earlier one must not decide about this one.
  private func clean(_ copy: borrowing Handle, keep: GlobSet) throws {
    var options = unsafe gate_git_status_options()
    unsafe options.show = GIT_STATUS_SHOW_WORKDIR_ONLY
    unsafe options.flags =
      GIT_STATUS_OPT_INCLUDE_UNTRACKED.rawValue | GIT_STATUS_OPT_INCLUDE_IGNORED.rawValue
    let pointer = unsafe copy.pointer
    let list = unsafe try Handle(
      "look for leftovers", freeWith: { unsafe git_status_list_free($0) }
    ) { unsafe git_status_list_new($0, pointer, &options) }
    for index in 0..<(unsafe git_status_list_entrycount(list.pointer)) {
      guard let entry = unsafe git_status_byindex(list.pointer, index),
        let name = unsafe entry.pointee.index_to_workdir?.pointee.new_file.path,
        unsafe entry.pointee.status.rawValue
          & (GIT_STATUS_WT_NEW.rawValue | GIT_STATUS_IGNORED.rawValue) != 0
      else { continue }
      let path = unsafe String(cString: name)
      let inside = path.hasSuffix("/") ? path + "x" : path
      if keep.contains(RepoPath(inside)) { continue }
      try FileManager.default.removeItem(
        atPath: folder + "/" + (path.hasSuffix("/") ? String(path.dropLast()) : path))
    }
  }
}
