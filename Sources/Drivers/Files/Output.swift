#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Writes all of a text to an open file, or says why not. A reader of standard output who has gone (a
/// closed pipe) has seen what he wanted.
///
/// - Parameter name: the file's, for the error.
package func write(_ text: String, to file: Int32, named name: String) throws(FileError) {
  try write(Array(text.utf8), to: file, named: name)
}

/// Writes all of the bytes to an open file, or says why not.
func write(_ bytes: [UInt8], to file: Int32, named name: String) throws(FileError) {
  if unsafe bytes.withUnsafeBytes({ unsafe writeAll($0, to: file) }) { return }
  if errno == EPIPE, file == STDOUT_FILENO { return }
  throw FileError(writing: name)
}

/// Writes all of the bytes to an open file; false where not all could be written, and `errno` says why.
package func writeAll(_ bytes: UnsafeRawBufferPointer, to file: Int32) -> Bool {
  var rest = unsafe bytes
  while unsafe !rest.isEmpty {
    let count = unsafe writeSome(file, rest)
    if count >= 0 {
      unsafe rest = UnsafeRawBufferPointer(rebasing: rest[count...])
    } else if errno == EAGAIN {
      // A terminal or pipe that others have made not to wait.
      var ready = pollfd(fd: file, events: Int16(POLLOUT), revents: 0)
      unsafe poll(&ready, 1, -1)
    } else if errno != EINTR {
      return false
    }
  }
  return true
}

/// Adds to the end of a file that others add to as well.
package func append(_ text: String, to path: String) throws(FileError) {
  try write(
    Array(text.utf8), toFile: path, O_CREAT | O_APPEND, mode: 0o644, isSynced: false, named: path)
}

/// Opens, writes and closes. Readable by whom `mode` lets, as far as the umask allows.
///
/// - Parameter isSynced: wait until it is on the disk.
func write(
  _ bytes: [UInt8], toFile path: String, _ flags: Int32, mode: mode_t, isSynced: Bool,
  named name: String
) throws(FileError) {
  let file = unsafe open(path, O_WRONLY | O_CLOEXEC | flags, mode)
  guard file >= 0 else { throw FileError(writing: name) }
  do throws(FileError) {
    try write(bytes, to: file, named: name)
    if isSynced, fsync(file) != 0 { throw FileError(writing: name) }
  } catch {
    close(file)
    throw error
  }
  // Some file systems tell of a full disk only here.
  guard close(file) == 0 else { throw FileError(writing: name) }
}

private func writeSome(_ file: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
  #if canImport(Glibc)
    unsafe Glibc.write(file, bytes.baseAddress, bytes.count)
  #else
    unsafe Darwin.write(file, bytes.baseAddress, bytes.count)
  #endif
}
