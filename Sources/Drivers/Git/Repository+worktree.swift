internal import CLibGit2
package import GateModel

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

extension Repository {
  /// What the index (`--staged`) has that a tree has not, and the reverse.
  package func stagedChanges(from tree: ObjectID) throws(GitError) -> [ChangedFile] {
    try changes(from: tree, isStaged: true)
  }

  /// What the worktree has that a tree has not, and the reverse; files that git ignores do not count,
  /// untracked ones do.
  package func worktreeChanges(from tree: ObjectID) throws(GitError) -> [ChangedFile] {
    try changes(from: tree, isStaged: false)
  }

  /// Whether git ignores a path, were a file there that it does not track.
  package func ignores(_ path: RepoPath) throws(GitError) -> Bool {
    var answer: Int32 = 0
    let repository = unsafe pointer
    try git("ask whether `\(path)` is ignored") {
      unsafe git_ignore_path_is_ignored(&answer, repository, path.description)
    }
    return answer == 1
  }

  /// The bytes of a file in the worktree as git would store them, or the target of a link; nil where there
  /// is none. Of more than 16 MiB, the beginning, as it is.
  func worktreeBytes(_ path: RepoPath) -> [UInt8]? {
    guard let root = workingTree, let file = FileOnDisk.read(root + path.description) else {
      return nil
    }
    if file.isSymlink || file.bytes.count > Repository.maximumTextSize { return file.bytes }
    return stored(file.bytes, of: path)
  }

  /// Without what a checkout adds, such as the line ends of Windows. Only git's own filters are known here:
  /// a file of another one (Git LFS) is compared as it is.
  private func stored(_ bytes: [UInt8], of path: RepoPath) -> [UInt8] {
    var filters: OpaquePointer?
    let code = unsafe git_filter_list_load(
      &filters, pointer, nil, path.description, GIT_FILTER_TO_ODB, 0)
    guard code == 0, let filters = unsafe filters else {
      git_error_clear()
      return bytes
    }
    defer { unsafe git_filter_list_free(filters) }
    var buffer = unsafe git_buf()
    defer { unsafe git_buf_dispose(&buffer) }
    let applied = unsafe bytes.withUnsafeBytes { bytes in
      let start = unsafe bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
      return unsafe git_filter_list_apply_to_buffer(&buffer, filters, start, bytes.count)
    }
    // As with `core.safecrlf`, which git's own `add` would refuse too.
    guard applied == 0 else {
      git_error_clear()
      return bytes
    }
    return unsafe Array(UnsafeRawBufferPointer(start: buffer.ptr, count: buffer.size))
  }

  private func changes(from tree: ObjectID, isStaged: Bool) throws(GitError) -> [ChangedFile] {
    guard workingTree != nil else {
      throw GitError(.bare, "a bare repository has no worktree", hint: "judge a commit with --head")
    }
    let repository = unsafe pointer
    var oid = tree.raw
    let handle = unsafe try Handle(
      "read tree \(tree.short)", freeWith: { unsafe git_tree_free($0) }
    ) {
      unsafe git_tree_lookup($0, repository, &oid)
    }
    var options = unsafe gate_git_diff_options()
    unsafe options.flags =
      GIT_DIFF_INCLUDE_UNTRACKED.rawValue | GIT_DIFF_RECURSE_UNTRACKED_DIRS.rawValue
      | GIT_DIFF_INCLUDE_TYPECHANGE.rawValue
    let diff = unsafe try Handle(
      "compare \(isStaged ? "the index" : "the worktree")", freeWith: { unsafe git_diff_free($0) }
    ) {
      unsafe isStaged
        ? git_diff_tree_to_index($0, repository, handle.pointer, nil, &options)
        : git_diff_tree_to_workdir_with_index($0, repository, handle.pointer, &options)
    }
    var files: [ChangedFile] = []
    for index in 0..<(unsafe git_diff_num_deltas(diff.pointer)) {
      guard let delta = unsafe git_diff_get_delta(diff.pointer, index) else { continue }
      if let file = unsafe changedFile(delta.pointee, isStaged: isStaged) { files.append(file) }
    }
    return try withRenames(files.sorted { $0.path < $1.path }) { path, entry throws(GitError) in
      if let id = entry.id { return try blob(id, atMost: Repository.maximumComparedSize) }
      return worktreeBytes(path)
    }
  }

  private func changedFile(_ delta: git_diff_delta, isStaged: Bool) -> ChangedFile? {
    let status: ChangedFile.Status
    switch unsafe delta.status {
    case GIT_DELTA_ADDED, GIT_DELTA_UNTRACKED, GIT_DELTA_COPIED: status = .added
    case GIT_DELTA_DELETED: status = .deleted
    case GIT_DELTA_TYPECHANGE: status = .typeChanged
    case GIT_DELTA_MODIFIED, GIT_DELTA_CONFLICTED: status = .modified
    default: return nil
    }
    guard let path = unsafe path(of: delta) else { return nil }
    return ChangedFile(
      path: path, status: status,
      before: unsafe status == .added ? nil : entry(delta.old_file, isInObjects: true),
      after: unsafe status == .deleted ? nil : entry(delta.new_file, isInObjects: isStaged))
  }

  func path(of delta: git_diff_delta) -> RepoPath? {
    let side = unsafe delta.status == GIT_DELTA_DELETED ? delta.old_file : delta.new_file
    guard let name = unsafe side.path ?? delta.old_file.path else { return nil }
    let bytes = unsafe UnsafeBufferPointer(start: name, count: strlen(name))
    return unsafe RepoPath(bytes: bytes.map { UInt8(bitPattern: $0) })
  }

  private func entry(_ file: git_diff_file, isInObjects: Bool) -> ChangedFile.Entry {
    let kind: ChangedFile.Entry.Kind =
      switch unsafe UInt32(file.mode) {
      case GIT_FILEMODE_LINK.rawValue: .symlink
      case GIT_FILEMODE_COMMIT.rawValue: .submodule
      case GIT_FILEMODE_BLOB_EXECUTABLE.rawValue: .executable
      default: .file
      }
    return ChangedFile.Entry(kind: kind, id: isInObjects ? unsafe ObjectID(file.id) : nil)
  }
}
