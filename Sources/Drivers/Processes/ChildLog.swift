#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Opens a plain file of this name only; -1 with `errno` where it is anything else: its folder may be
/// the account's, who could have put a link to another file there, or a pipe that nobody reads.
func openLog(_ path: String) -> Int32 {
  let flags = O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK
  let file = unsafe open(path, flags, 0o600)
  guard file >= 0 else { return -1 }
  var state = stat()
  if unsafe fstat(file, &state) == 0, state.st_mode & S_IFMT == S_IFREG, state.st_nlink == 1 {
    return file
  }
  close(file)
  errno = EINVAL
  return -1
}
