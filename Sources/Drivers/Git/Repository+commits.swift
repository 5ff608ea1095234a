internal import CLibGit2
package import GateModel

extension Repository {
  /// The commits that `head` has and `base` has not, oldest first. Throws `.shallow` where that cannot be
  /// known from what was fetched.
  package func commits(from base: ObjectID, to head: ObjectID) throws(GitError) -> [Commit] {
    do throws(GitError) {
      return try walkedCommits(from: base, to: head)
    } catch {
      guard isShallow else { throw error }
      return try fetchedCommits(from: base, to: head)
    }
  }

  private func walkedCommits(
    from base: ObjectID, to head: ObjectID
  ) throws(GitError) -> [Commit] {
    let walk = unsafe try Handle("walk the history", freeWith: { unsafe git_revwalk_free($0) }) {
      unsafe git_revwalk_new($0, pointer)
    }
    var (start, stop) = (head.raw, base.raw)
    unsafe git_revwalk_sorting(
      walk.pointer, GIT_SORT_TOPOLOGICAL.rawValue | GIT_SORT_REVERSE.rawValue)
    try git("start at \(head.short)") { unsafe git_revwalk_push(walk.pointer, &start) }
    try git("stop at \(base.short)") { unsafe git_revwalk_hide(walk.pointer, &stop) }
    var commits: [Commit] = []
    var next = git_oid()
    while true {
      let code = unsafe git_revwalk_next(&next, walk.pointer)
      if code == GIT_ITEROVER.rawValue { break }
      guard code >= 0 else { throw lastError(code, "walk from \(base.short) to \(head.short)") }
      commits.append(try commit(ObjectID(next)))
    }
    return commits
  }

  /// Reads the commit of an id. What is not there, or is no commit, throws `.shallow` in a shallow
  /// clone and `.corrupt` elsewhere.
  package func commit(_ id: ObjectID) throws(GitError) -> Commit {
    let handle = try lookUp(id)
    let pointer = unsafe handle.pointer
    let author = unsafe git_commit_author(pointer)
    let name = unsafe author?.pointee.name.map { unsafe String(cString: $0) } ?? ""
    let email = unsafe author?.pointee.email.map { unsafe String(cString: $0) } ?? ""
    let message = unsafe git_commit_message(pointer).map { unsafe String(cString: $0) } ?? ""
    let count = unsafe git_commit_parentcount(pointer)
    let parents = (0..<count).compactMap { index in
      unsafe git_commit_parent_id(pointer, index).map { unsafe ObjectID($0.pointee) }
    }
    return Commit(id: id, author: "\(name) <\(email)>", message: message, parents: parents)
  }

  func lookUp(_ id: ObjectID) throws(GitError) -> Handle {
    var oid = id.raw
    do {
      return unsafe try Handle("read commit \(id.short)", freeWith: { unsafe git_commit_free($0) })
      {
        unsafe git_commit_lookup($0, pointer, &oid)
      }
    } catch {
      throw missing(error)
    }
  }

  /// An object that is not there: in a shallow clone it was not fetched, elsewhere it is damage.
  func missing(_ error: GitError) -> GitError {
    if isShallow {
      return GitError(
        .shallow, "\(error.message); this clone is shallow",
        hint: Repository.howToDeepen)
    }
    return GitError(
      .corrupt, error.message,
      hint: "`git fsck` says what is damaged; a fresh clone usually mends it")
  }
}

extension Repository {
  /// Who works here, as git finds out: by `GIT_COMMITTER_NAME` and `GIT_COMMITTER_EMAIL`, else by its
  /// settings; the gate itself where nobody is named, as in CI.
  ///
  /// - Parameter time: in seconds since 1970.
  package func signature(_ environment: [String: String], at time: Int) -> Signature {
    var person = Signature(name: "gate", email: "gate@localhost", time: time)
    var made: UnsafeMutablePointer<git_signature>?
    if unsafe git_signature_default(&made, pointer) == 0, let signature = unsafe made {
      defer { unsafe git_signature_free(signature) }
      person.name = unsafe String(cString: signature.pointee.name)
      person.email = unsafe String(cString: signature.pointee.email)
    } else {
      git_error_clear()
    }
    func named(_ variable: String) -> String? {
      environment[variable].flatMap { $0.isEmpty ? nil : $0 }
    }
    person.name = named("GIT_COMMITTER_NAME") ?? person.name
    person.email = named("GIT_COMMITTER_EMAIL") ?? person.email
    return person
  }

  /// When a commit was made, in seconds since 1970.
  package func committed(_ commit: ObjectID) throws(GitError) -> Int {
    let handle = try lookUp(commit)
    return Int(unsafe git_commit_time(handle.pointer))
  }
}
