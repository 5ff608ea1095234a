internal import CLibGit2
internal import GateModel

/// A git repository, read as values. It never writes to the worktree, the index or HEAD.
///
/// One repository, one thread: libgit2's objects are not shared. Handles stay inside.
/// Source: libgit2 1.5, https://libgit2.org/docs/reference/
package struct Repository: ~Copyable {
  let handle: Handle
  var pointer: OpaquePointer { unsafe handle.pointer }

  /// Opens the repository that holds a folder: from a subfolder, a linked worktree, a bare repository.
  package init(at folder: String) throws(GitError) {
    _ = Library.started
    do {
      handle = unsafe try Handle(
        "open the repository", freeWith: { unsafe git_repository_free($0) }
      ) {
        unsafe git_repository_open_ext($0, folder, 0, nil)
      }
    } catch let error where error.kind == .foreignOwner || error.message.contains("safe.directory")
    {
      // libgit2 1.5 says that this setting was not found, where there is none to allow the folder.
      throw GitError(
        .foreignOwner, "the repository at `\(folder)` belongs to another user",
        hint: "if you trust it: git config --global --add safe.directory <its top folder>")
    } catch let error where error.kind == .corrupt {
      throw GitError(
        .notARepository, "`\(folder)` is not in a git repository",
        hint: "run it inside one, name it with -C, or begin with `git init`")
    }
  }

  /// Opens the repository of a folder, and none above it.
  init(exactlyAt folder: String) throws(GitError) {
    _ = Library.started
    handle = unsafe try Handle("open \(folder)", freeWith: { unsafe git_repository_free($0) }) {
      unsafe git_repository_open_ext($0, folder, GIT_REPOSITORY_OPEN_NO_SEARCH.rawValue, nil)
    }
  }

  /// The top of the working tree, ending in `/`; nil in a bare repository.
  package var workingTree: String? {
    unsafe git_repository_workdir(pointer).map { unsafe String(cString: $0) }
  }

  /// The branch that HEAD points to, also when it has no commit yet; nil when HEAD is detached.
  package var currentBranch: String? {
    guard
      let head = unsafe try? Handle(
        "read HEAD", freeWith: { unsafe git_reference_free($0) },
        {
          unsafe git_reference_lookup($0, pointer, "HEAD")
        })
    else { return nil }  // An unreadable HEAD shows itself when its commit is asked for.
    guard let target = unsafe git_reference_symbolic_target(head.pointer) else { return nil }
    let name = unsafe String(cString: target)
    return name.hasPrefix("refs/heads/") ? String(name.dropFirst("refs/heads/".count)) : name
  }
}

/// libgit2's process-wide state.
enum Library {
  /// Started once, never stopped: the process ends with it.
  ///
  /// Objects are named by their hash and written by git; hashing each again at every read is what
  /// `git fsck` is for. git itself does not do it either.
  static let started: Bool = {
    git_libgit2_init() >= 0 && gate_git_skip_strict_hashing() >= 0
  }()
}
