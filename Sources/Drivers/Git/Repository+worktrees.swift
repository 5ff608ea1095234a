internal import CLibGit2
internal import GateModel

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// A working tree of a repository: the main one, or one that `git worktree add` made.
package struct LinkedWorktree: Sendable, Hashable {
  /// Its top folder, absolute, without a closing `/`.
  package var folder: String
  /// The name by which git keeps it; nil for the main one.
  package var name: String?
  /// The branch that is checked out there; nil where HEAD is detached or cannot be read.
  package var branch: String?
  /// Whether its folder is still there, with the file by which git knows it.
  package var isThere: Bool
  /// Why it is locked, which may be empty; nil where it is not.
  package var lock: String?
  /// Whether all its files were brought there once: git writes the index last.
  package var isWhole: Bool
  /// What git has begun there and not ended; nil for nothing.
  package var operation: Operation?

  /// A command of git that waits for a person.
  package struct Operation: Sendable, Hashable {
    /// `rebase`, `merge`, `bisect`: git's own word.
    package var name: String
    /// The branch that it is about, which HEAD may hide; nil where it is about none.
    package var branch: String?

    /// The command that gives it up in its folder.
    package func ending(in folder: String) -> String {
      "git -C \(folder) " + (name == "bisect" ? "bisect reset" : "\(name) --abort")
    }
  }

  /// The branch that work in it is about: the one that is checked out, or the one that a rebase or a bisection
  /// will come back to.
  package var heldBranch: String? { branch ?? operation?.branch }
}

extension Repository {
  /// The main working tree, unless the repository is bare, and the linked ones in the order of names.
  package func worktrees() throws(GitError) -> [LinkedWorktree] {
    var found: [LinkedWorktree] = []
    let main = try Repository(at: source.commonFolder)
    if let folder = main.workingTree {
      found.append(
        LinkedWorktree(
          folder: String(folder.dropLast()), name: nil, branch: main.currentBranch, isThere: true,
          isWhole: true, operation: main.operation))
    }
    var names = unsafe git_strarray()
    defer { unsafe git_strarray_dispose(&names) }
    let repository = unsafe pointer
    try git("list the worktrees") { unsafe git_worktree_list(&names, repository) }
    for index in 0..<(unsafe names.count) {
      guard let text = unsafe names.strings[index] else { continue }
      found.append(try worktree(named: unsafe String(cString: text)))
    }
    return found
  }

  private func worktree(named name: String) throws(GitError) -> LinkedWorktree {
    let repository = unsafe pointer
    let handle = unsafe try Handle(
      "read the worktree `\(name)`", freeWith: { unsafe git_worktree_free($0) }
    ) { unsafe git_worktree_lookup($0, repository, name) }
    let folder = unsafe git_worktree_path(handle.pointer).map { unsafe String(cString: $0) } ?? ""
    let isThere =
      unsafe git_worktree_validate(handle.pointer) == 0 && access(folder + "/.git", F_OK) == 0
    git_error_clear()
    var (branch, operation): (String?, LinkedWorktree.Operation?) = (nil, nil)
    if isThere {
      let there = try Repository(at: folder)
      (branch, operation) = (there.currentBranch, there.operation)
    }
    let own = "\(commonFolder)worktrees/\(name)/"
    let lock = FileOnDisk.readWhole(own + "locked").map { String(decoding: $0, as: UTF8.self) }
    return LinkedWorktree(
      folder: folder, name: name, branch: branch, isThere: isThere, lock: lock?.trimmed,
      isWhole: unsafe access(own + "index", F_OK) == 0, operation: operation)
  }
}
