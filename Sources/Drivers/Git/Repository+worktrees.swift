internal import CLibGit2
internal import FoundationEssentials
internal import GateModel

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// A working tree of a repository: the main one, or one that `git worktree add` made.
package struct LinkedWorktree: Sendable, Hashable {
  /// Its top folder, absolute, without a closing `/`; where that is not known, git's own for it.
  package var folder: String
  /// The name by which git keeps it; nil for the main one.
  package var name: String?
  /// The branch that is checked out there, or was; nil where HEAD is detached or cannot be read.
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
    for name in worktreeNames() { found.append(try worktree(named: name)) }
    return found
  }

  /// Also of those that git has begun and not finished, which libgit2 does not list.
  private func worktreeNames() -> [String] {
    // Where there is no such folder, there are none.
    let names = try? FileManager.default.contentsOfDirectory(atPath: commonFolder + "worktrees")
    return (names ?? []).sorted()
  }

  private func worktree(named name: String) throws(GitError) -> LinkedWorktree {
    let own = "\(commonFolder)worktrees/\(name)"
    func text(_ file: String) -> String? {
      FileOnDisk.readWhole("\(own)/\(file)").map { String(decoding: $0, as: UTF8.self).trimmed }
    }
    let link = text("gitdir") ?? ""
    let folder = link.hasSuffix("/.git") ? String(link.dropLast("/.git".count)) : own
    let isKnown = unsafe access(folder + "/.git", F_OK) == 0
    let isThere = isKnown && isValid(name)
    var (branch, operation): (String?, LinkedWorktree.Operation?) = (nil, nil)
    if !isThere {
      branch = text("HEAD").flatMap { head in
        head.hasPrefix("ref: ") ? branchName(ofRef: String(head.dropFirst("ref: ".count))) : nil
      }
    } else {
      let there = try Repository(at: folder)
      (branch, operation) = (there.currentBranch, there.operation)
    }
    return LinkedWorktree(
      folder: folder, name: name, branch: branch, isThere: isThere, lock: text("locked"),
      isWhole: unsafe access(own + "/index", F_OK) == 0, operation: operation)
  }

  private func isValid(_ name: String) -> Bool {
    var worktree: OpaquePointer?
    defer {
      unsafe git_worktree_free(worktree)
      git_error_clear()
    }
    guard unsafe git_worktree_lookup(&worktree, pointer, name) == 0 else { return false }
    return unsafe git_worktree_validate(worktree) == 0
  }
}
