#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// The last bytes of a regular file, without the rest of a line at their beginning; empty where there
/// is no such file. Bytes that are not UTF-8 are replaced.
package func tail(ofFile path: String, bytes count: Int) -> String {
  let file = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
  guard file >= 0 else { return "" }
  defer { close(file) }
  var status = stat()
  guard unsafe fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return "" }
  let size = Int(status.st_size)
  let start = max(0, size - count)
  guard lseek(file, off_t(start), SEEK_SET) >= 0 else { return "" }
  var bytes: [UInt8] = []
  while bytes.count < count, let more = readAvailable(file, atMost: count - bytes.count),
    !more.isEmpty
  {
    bytes += more
  }
  if start > 0, let end = bytes.firstIndex(of: 0x0A) { bytes.removeFirst(end + 1) }
  return String(decoding: bytes, as: UTF8.self)
}
