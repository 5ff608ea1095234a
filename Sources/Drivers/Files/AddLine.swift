#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Adds a line to the end of a file, unless the file has it; makes the file where there is none. What is in it
/// stays byte for byte. Of several at once one adds the line, and a kill leaves the file with it or without.
/// A link is refused: what it leads to may be anybody's.
package func addLine(_ line: String, to path: String) throws(FileError) {
  let file = unsafe open(path, O_RDWR | O_APPEND | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o644)
  guard file >= 0 else { throw FileError(writing: path) }
  defer { close(file) }
  while flock(file, LOCK_EX) != 0 {
    guard errno == EINTR else { throw FileError(writing: path) }
  }
  let text = try contents(of: file, named: path)
  let wanted = Array(line.utf8)
  guard !text.split(separator: UInt8(ascii: "\n")).contains(where: { $0.elementsEqual(wanted) })
  else { return }
  let isOpen = text.last.map { $0 != UInt8(ascii: "\n") } ?? false
  // One call, so that no reader sees a part of it.
  try write((isOpen ? "\n" : "") + line + "\n", to: file, named: path)
}

private func contents(of file: Int32, named path: String) throws(FileError) -> [UInt8] {
  var (bytes, buffer) = ([UInt8](), [UInt8](repeating: 0, count: 1 << 12))
  while true {
    let count = unsafe buffer.withUnsafeMutableBytes {
      unsafe read(file, $0.baseAddress, $0.count)
    }
    if count < 0, errno == EINTR { continue }
    guard count >= 0 else { throw FileError(writing: path) }
    if count == 0 { return bytes }
    bytes += buffer[..<count]
  }
}
