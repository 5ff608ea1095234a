internal import CLibGit2

/// Where a repository keeps its objects, for a `Checkout` that borrows them. Folders end in `/`.
package struct ObjectSource: Sendable, Hashable {
  /// The folder that all worktrees share (`.git`).
  package let commonFolder: String
  /// This worktree's own folder in it; the index is there.
  package let gitFolder: String
  let isShallow: Bool

  /// The repository's own name: that of the folder that holds `.git`, or `shop` of `shop.git`.
  package var name: String {
    let parts = commonFolder.split(separator: "/")
    let name = parts.last == ".git" ? parts.dropLast().last : parts.last
    guard let name else { return "repository" }
    return name.hasSuffix(".git") && name.count > 4 ? String(name.dropLast(4)) : String(name)
  }
}

extension Repository {
  /// Where its objects are, as a value that may outlive the repository and cross to another thread.
  package var source: ObjectSource {
    ObjectSource(commonFolder: commonFolder, gitFolder: gitFolder, isShallow: isShallow)
  }

  /// The folder that all worktrees share (`.git`), ending in `/`.
  var commonFolder: String {
    unsafe git_repository_commondir(pointer).map { unsafe String(cString: $0) } ?? ""
  }

  /// This worktree's own folder in it, ending in `/`.
  private var gitFolder: String {
    unsafe git_repository_path(pointer).map { unsafe String(cString: $0) } ?? ""
  }
}
