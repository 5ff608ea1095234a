internal import CLibGit2
package import GateModel

extension Repository {
  /// From now on objects and refs that this process writes are on the disk when the call returns, as git
  /// itself has it: a branch must not point to what a power cut takes away.
  package static func syncWrites() throws(GitError) {
    _ = Library.started
    try git("make writes durable") { gate_git_sync_writes() }
  }

  /// Moves a branch from one commit to another, or not at all: where it is not at the first any more,
  /// `.moved` is thrown.
  ///
  /// - Parameter message: for the reflog.
  package func move(
    branch: String, from old: ObjectID, to new: ObjectID, by person: Signature, message: String
  ) throws(GitError) {
    let repository = unsafe pointer
    try git("say who moves it") {
      unsafe git_repository_set_ident(repository, person.name, person.email)
    }
    var (target, expected) = (new.raw, old.raw)
    var reference: OpaquePointer?
    let code = unsafe git_reference_create_matching(
      &reference, repository, "refs/heads/\(branch)", &target, 1, &expected, message)
    unsafe git_reference_free(reference)
    guard code < 0 else { return }
    let error = lastError(code, "move \(branch) to \(new.short)")
    guard code == GIT_EMODIFIED.rawValue || code == GIT_ENOTFOUND.rawValue else { throw error }
    throw GitError(
      .moved, "\(branch) is not at \(old.short) any more",
      hint: "run it again: the lanes are then proved on what \(branch) is now")
  }

  /// Attaches a text to a commit, in the place of one that is there: `git notes --ref gate show`.
  package func attach(
    note: String, to commit: ObjectID, by person: Signature
  ) throws(GitError) {
    let repository = unsafe pointer
    var made: UnsafeMutablePointer<git_signature>?
    try git("sign a note") {
      unsafe git_signature_new(&made, person.name, person.email, git_time_t(person.time), 0)
    }
    defer { unsafe git_signature_free(made) }
    var (target, id) = (commit.raw, git_oid())
    try git("attach the report to \(commit.short)") {
      unsafe git_note_create(
        &id, repository, Repository.notes, made, made, &target, note, 1)
    }
  }

  /// Where reports are attached to merges.
  package static let notes = "refs/notes/gate"
}

extension Repository {
  /// What was done to a ref, the newest first, as git's log of it says: `commit: message`. Empty where there is
  /// no such log, as for a branch that was cloned.
  package func log(ofRef name: String) throws(GitError) -> [String] {
    let repository = unsafe pointer
    let log = unsafe try Handle("read the log of \(name)", freeWith: { unsafe git_reflog_free($0) })
    {
      unsafe git_reflog_read($0, repository, name)
    }
    return (0..<(unsafe git_reflog_entrycount(log.pointer))).map { index in
      guard let entry = unsafe git_reflog_entry_byindex(log.pointer, index),
        let message = unsafe git_reflog_entry_message(entry)
      else { return "" }
      return unsafe String(cString: message)
    }
  }
}
