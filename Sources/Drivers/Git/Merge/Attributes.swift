internal import CLibGit2

/// What `.gitattributes` says about merging a path.
///
/// As for `git merge-tree`, the files of the worktree count, and those of the machine and of
/// `info/attributes`; neither the index nor any commit is asked, so that a bare repository has only the
/// latter.
final class Attributes {
  private let folder: String
  private var opened: Repository?

  /// - Parameter folder: where the repository is opened when something is first asked.
  init(at folder: String) { self.folder = folder }

  enum Driver { case text, binary, union }

  /// How a file is merged, and how long its conflict markers are; external programs are not run: what
  /// they should merge is merged as text.
  func merge(_ path: [UInt8]) throws(GitError) -> (driver: Driver, markerSize: Int) {
    let driver: Driver =
      switch try value("merge", path) {
      case .unset, .text("binary"): .binary
      case .text("union"): .union
      default: .text
      }
    if case .text(let size) = try value("conflict-marker-size", path), let size = Int(size),
      size > 0
    {
      return (driver, size)
    }
    return (driver, 7)
  }

  /// Whether a file is text by its attributes; nil where its content says so.
  func isText(_ path: [UInt8]) throws(GitError) -> Bool? {
    switch try value("diff", path) {
    case .set: true
    case .unset: false
    default: nil
    }
  }

  private enum Value { case set, unset, unspecified, text(String) }

  private func value(_ name: String, _ path: [UInt8]) throws(GitError) -> Value {
    if opened == nil { opened = try withoutIndex(Repository(at: folder)) }
    guard let pointer = unsafe opened?.pointer else { return .unspecified }
    var found: UnsafePointer<CChar>?
    try git("read .gitattributes") {
      unsafe (path + [0]).withUnsafeBufferPointer { path in
        unsafe path.withMemoryRebound(to: CChar.self) { path in
          unsafe git_attr_get(&found, pointer, 0, path.baseAddress, name)
        }
      }
    }
    switch unsafe git_attr_value(found) {
    case GIT_ATTR_VALUE_TRUE: return .set
    case GIT_ATTR_VALUE_FALSE: return .unset
    case GIT_ATTR_VALUE_STRING:
      return .text(unsafe found.map { unsafe String(cString: $0) } ?? "")
    default: return .unspecified
    }
  }

  /// Its index is replaced by an empty one, in memory.
  private func withoutIndex(_ repository: consuming Repository) throws(GitError) -> Repository {
    let index = unsafe try Handle("make an index", freeWith: { unsafe git_index_free($0) }) {
      unsafe git_index_new($0)
    }
    try git("leave out the index") {
      unsafe git_repository_set_index(repository.pointer, index.pointer)
    }
    return repository
  }
}
