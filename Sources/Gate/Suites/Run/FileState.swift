import FoundationEssentials

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// What tells whether a file was written since one last looked.
struct FileState: Hashable {
  let isRegular: Bool
  let isFolder: Bool
  let size: Int
  private let inode: UInt64
  private let seconds: Int
  private let nanoseconds: Int

  /// Nil where there is nothing. A link is not followed.
  init?(_ path: String) {
    var status = stat()
    guard unsafe lstat(path, &status) == 0 else { return nil }
    isRegular = status.st_mode & S_IFMT == S_IFREG
    isFolder = status.st_mode & S_IFMT == S_IFDIR
    size = Int(status.st_size)
    inode = UInt64(status.st_ino)
    // The time of the last change of any kind, which a command cannot set.
    #if canImport(Glibc)
      let time = status.st_ctim
    #else
      let time = status.st_ctimespec
    #endif
    (seconds, nanoseconds) = (Int(time.tv_sec), Int(time.tv_nsec))
  }
}

/// The bytes of a regular file; nil for anything else, such as a link or a pipe that a command put
/// there, and for one that is too large. Nothing may write to it meanwhile.
func contents(ofFile path: String, atMost maximum: Int) -> [UInt8]? {
  guard let state = FileState(path), state.isRegular, state.size <= maximum else { return nil }
  // Why it cannot be read makes no difference to the answer.
  return (try? Data(contentsOf: URL(filePath: path))).map { Array($0) }
}
