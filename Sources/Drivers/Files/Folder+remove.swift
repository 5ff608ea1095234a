#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

extension Folder {
  /// Removes a folder with all that is in it, if it is there. Never leaves it by a link, also where
  /// another user who may write in it puts one in the way meanwhile.
  package static func remove(_ path: String) throws(FileError) {
    guard unsafe rmdir(path) != 0, errno != ENOENT else { return }
    let folder = unsafe open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    guard folder >= 0 else { throw FileError(removing: path) }
    defer { close(folder) }
    try clear(folder, path)
    guard unsafe rmdir(path) == 0 || errno == ENOENT else { throw FileError(removing: path) }
  }

  /// The same with one of its entries last, by which it is known as long as anything is in it.
  package static func remove(_ path: String, last name: String) throws(FileError) {
    let folder = unsafe open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    if folder >= 0 {
      defer { close(folder) }
      try clear(folder, path, but: name.utf8.map { CChar(bitPattern: $0) } + [0])
    }
    try remove(path)
  }

  private static func clear(
    _ folder: Int32, _ path: String, but last: [CChar]? = nil
  ) throws(FileError) {
    for name in try names(in: folder, path) where name != last {
      if unsafe unlinkat(folder, name, 0) == 0 || errno == ENOENT { continue }
      let inner = unsafe openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
      guard inner >= 0 else { throw FileError(removing: path) }
      defer { close(inner) }
      try clear(inner, path)
      guard unsafe unlinkat(folder, name, AT_REMOVEDIR) == 0 || errno == ENOENT else {
        throw FileError(removing: path)
      }
    }
  }

  private static func names(in folder: Int32, _ path: String) throws(FileError) -> [[CChar]] {
    let copy = fcntl(folder, F_DUPFD_CLOEXEC, 0)
    guard copy >= 0, let stream = unsafe fdopendir(copy) else { throw FileError(removing: path) }
    defer { unsafe closedir(stream) }
    var names: [[CChar]] = []
    while let entry = unsafe readdir(stream) {
      let name = unsafe withUnsafeBytes(of: entry.pointee.d_name) { bytes in
        unsafe bytes.prefix { $0 != 0 }.map { CChar(bitPattern: $0) }
      }
      let dot = CChar(UInt8(ascii: "."))
      if name != [dot], name != [dot, dot] { names.append(name + [0]) }
    }
    return names
  }
}
