internal import CLibGit2

/// Why the repository could not answer. For a person: one sentence, and what to do.
package struct GitError: Error, Sendable, Hashable, CustomStringConvertible {
  /// Which failure it is, for a caller that answers it in its own way.
  package var kind: Kind
  /// What went wrong, as one sentence without a closing point.
  package var message: String
  /// What to do, in one line; nil where there is nothing to advise.
  package var hint: String?

  /// Makes an error; without a hint it gives no advice.
  package init(_ kind: Kind, _ message: String, hint: String? = nil) {
    self.kind = kind
    self.message = message
    self.hint = hint
  }

  /// With what to do.
  package var description: String { message + (hint.map { "; \($0)" } ?? "") }

  /// The failures that are told apart; `other` is all the rest.
  package enum Kind: Sendable, Hashable {
    case notARepository
    case unknownRevision
    /// No commit at all on the current branch.
    case unbornBranch
    case noMergeBase
    /// The history that would be needed was not fetched.
    case shallow
    /// The repository belongs to another user (git's `safe.directory`).
    case foreignOwner
    /// An object is missing or damaged.
    case corrupt
    /// The working tree was asked for where there is none.
    case bare
    /// A branch is not where it was when it was looked at.
    case moved
    case other
  }
}

/// Runs one libgit2 call and turns its failure into an error; `doing` completes "could not …".
///
/// The last error is thread-local, so it is read in the same synchronous stretch and then cleared.
func git(_ doing: @autoclosure () -> String, _ call: () -> Int32) throws(GitError) {
  let code = call()
  guard code < 0 else { return }
  throw lastError(code, doing())
}

func lastError(_ code: Int32, _ doing: String) -> GitError {
  var detail = "libgit2 error \(code)"
  if let error = unsafe git_error_last(), let text = unsafe error.pointee.message {
    detail = unsafe String(cString: text)
  }
  git_error_clear()
  let kind: GitError.Kind =
    switch git_error_code(code) {
    case GIT_EOWNER: .foreignOwner
    case GIT_ENOTFOUND, GIT_EINVALID, GIT_EMISMATCH: .corrupt
    case GIT_EUNBORNBRANCH: .unbornBranch
    default: .other
    }
  return GitError(kind, "could not \(doing): \(detail)")
}
