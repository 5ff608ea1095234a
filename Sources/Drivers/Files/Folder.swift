#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Folders, made where they are missing.
package enum Folder {
  /// Makes a folder, and those above it; true where it was not there yet.
  package static func make(_ path: String) throws(FileError) -> Bool {
    if unsafe mkdir(path, 0o755) == 0 { return true }
    switch errno {
    case EEXIST: return false  // If it is no folder, writing into it says so.
    case ENOENT:
      guard let slash = path.lastIndex(of: "/"), slash > path.startIndex else {
        throw FileError(writing: path)
      }
      _ = try make(String(path[..<slash]))
      guard unsafe mkdir(path, 0o755) == 0 || errno == EEXIST else {
        throw FileError(writing: path)
      }
      return true
    default: throw FileError(writing: path)
    }
  }

  /// Makes a folder inside a folder, and those between; a link on the way is refused, because it may
  /// lead out of it.
  package static func make(_ relative: String, in root: String) throws(FileError) {
    var path = root
    for name in relative.split(separator: "/") {
      path += "/\(name)"
      var state = stat()
      if unsafe mkdir(path, 0o777) != 0, errno != EEXIST { throw FileError(writing: path) }
      guard unsafe lstat(path, &state) == 0, state.st_mode & S_IFMT == S_IFDIR else {
        throw FileError("`\(path)` is no folder; it is left as it is")
      }
    }
  }
}
