internal import CLibGit2
package import GateModel

extension Repository {
  /// The commit that a name means: a branch, a tag, `HEAD~2`, a (short) id, `origin/main`.
  package func commit(named name: String) throws(GitError) -> ObjectID {
    if name.isEmpty || name.hasPrefix("-") {
      throw GitError(.unknownRevision, "`\(name)` is no revision")
    }
    var object: OpaquePointer?
    let code = unsafe git_revparse_single(&object, pointer, name)
    defer { unsafe git_object_free(object) }
    guard code >= 0 else {
      throw unknown(name, lastError(code, "resolve `\(name)`"))
    }
    var commit: OpaquePointer?
    let peeled = unsafe git_object_peel(&commit, object, GIT_OBJECT_COMMIT)
    defer { unsafe git_object_free(commit) }
    guard peeled >= 0, let id = unsafe git_object_id(commit) else {
      git_error_clear()
      throw GitError(
        .unknownRevision, "`\(name)` names something in this repository, but no commit")
    }
    return unsafe ObjectID(id.pointee)
  }

  /// Whether a name means a commit here.
  package func hasCommit(named name: String) -> Bool {
    do { _ = try commit(named: name) } catch { return false }
    return true
  }

  /// Whether a commit is among the objects here.
  package func hasCommit(_ id: ObjectID) -> Bool {
    do { _ = try commit(id) } catch { return false }
    return true
  }

  /// The commit that a branch points to, by the whole name of its ref; nil where there is none.
  package func tip(ofBranch ref: String) -> ObjectID? {
    var id = git_oid()
    guard unsafe git_reference_name_to_id(&id, pointer, ref) == 0 else {
      git_error_clear()  // No such ref, or one that points nowhere.
      return nil
    }
    return ObjectID(id)
  }

  /// The tree of a commit.
  package func tree(of commit: ObjectID) throws(GitError) -> ObjectID {
    let handle = try lookUp(commit)
    guard let id = unsafe git_commit_tree_id(handle.pointer) else {
      throw GitError(.corrupt, "commit \(commit.short) has no tree")
    }
    return unsafe ObjectID(id.pointee)
  }

  /// The best common ancestors of two commits: several where each has merged the other's past.
  package func mergeBases(_ a: ObjectID, _ b: ObjectID) throws(GitError) -> [ObjectID] {
    if a == b { return [a] }
    var (bases, first, second) = unsafe (git_oidarray(), a.raw, b.raw)
    let code = unsafe git_merge_bases(&bases, pointer, &first, &second)
    defer { unsafe git_oidarray_dispose(&bases) }
    if code >= 0 { return (0..<(unsafe bases.count)).map { unsafe ObjectID(bases.ids[$0]) } }
    let error = lastError(code, "find where \(a.short) and \(b.short) part")
    if isShallow, let base = try fetchedMergeBase(a, b) { return [base] }
    throw unrelated(a, b, " (\(error.message))")
  }

  /// Two commits without a common ancestor, as far as the history was fetched.
  func unrelated(_ a: ObjectID, _ b: ObjectID, _ detail: String = "") -> GitError {
    if isShallow {
      return GitError(
        .shallow, "this is a shallow clone without the commit where the change left its base",
        hint: Repository.howToDeepen)
    }
    return GitError(
      .noMergeBase, "\(a.short) and \(b.short) have no common ancestor",
      hint: "name the right base with --base\(detail)")
  }

  /// Whether a commit is part of another's history, or that one itself. Histories that never met are
  /// apart.
  package func isAncestor(_ commit: ObjectID, of other: ObjectID) throws(GitError) -> Bool {
    do throws(GitError) {
      return try mergeBases(commit, other) == [commit]
    } catch  where error.kind == .noMergeBase {
      return false
    }
  }

  /// Brings every branch with its history, whatever the clone was made for.
  static let howToDeepen =
    "git fetch --unshallow origin '+refs/heads/*:refs/remotes/origin/*' "
    + "(in GitHub Actions: `fetch-depth: 0` at actions/checkout)"

  /// The names of branches, remote branches and tags, as a person writes them.
  package func refNames() -> [String] {
    wholeRefNames().compactMap { name in
      ["refs/heads/", "refs/remotes/", "refs/tags/"].first { name.hasPrefix($0) }
        .map { String(name.dropFirst($0.count)) }
    }
  }

  /// The branches here and those of remotes, each with its commit; two refs of one branch are both
  /// here. In the order of their refs.
  package func branches() -> [(name: String, ref: String, tip: ObjectID)] {
    wholeRefNames().sorted().compactMap { ref in
      guard let name = branchName(ofRef: ref), let tip = tip(ofBranch: ref) else { return nil }
      return (name, ref, tip)
    }
  }

  /// The whole name of the ref that a name means: of a branch here, at a remote, a tag; `HEAD` is the branch that
  /// it points to. Nil for what is no ref, such as a commit's id.
  package func ref(named name: String) -> String? {
    let places = [
      "refs/heads/", name.hasPrefix("refs/") ? "" : "refs/", "refs/remotes/", "refs/tags/",
    ]
    if let found = places.lazy.map({ $0 + name }).first(where: { tip(ofBranch: $0) != nil }) {
      return found
    }
    guard name == "HEAD" || name == "@", let branch = currentBranch else { return nil }
    return "refs/heads/\(branch)"
  }

  private func wholeRefNames() -> [String] {
    var names = unsafe git_strarray()
    defer { unsafe git_strarray_dispose(&names) }
    guard unsafe git_reference_list(&names, pointer) >= 0, let strings = unsafe names.strings else {
      git_error_clear()
      return []
    }
    return unsafe (0..<names.count).compactMap { index in
      unsafe strings[index].map { unsafe String(cString: $0) }
    }
  }

  private func unknown(_ name: String, _ cause: GitError) -> GitError {
    if name == "HEAD" || name == currentBranch {
      return GitError(
        .unbornBranch, "there is no commit yet on `\(currentBranch ?? "HEAD")`",
        hint: "make the first commit, then run it again")
    }
    if isShallow {
      return GitError(
        .shallow, "`\(name)` is not in this shallow clone",
        hint: Repository.howToDeepen)
    }
    if let nearest = nearest(to: name, among: refNames()) {
      return GitError(
        .unknownRevision, "there is no revision `\(name)`; did you mean `\(nearest)`?")
    }
    return GitError(
      .unknownRevision, "there is no revision `\(name)`",
      hint: "`git branch -a` lists the branches; a remote one may need `git fetch`")
  }
}

/// What a ref's branch is called by those who work on it: `lane/b` of `refs/heads/lane/b` and of
/// `refs/remotes/origin/lane/b`; nil for what is no branch.
package func branchName(ofRef ref: String) -> String? {
  if ref.hasPrefix("refs/heads/") { return String(ref.dropFirst("refs/heads/".count)) }
  guard ref.hasPrefix("refs/remotes/") else { return nil }
  let name = ref.dropFirst("refs/remotes/".count)
  return name.firstIndex(of: "/").map { String(name[name.index(after: $0)...]) }
}
