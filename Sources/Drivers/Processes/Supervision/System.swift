// The calls of the system whose names Swift's own methods hide, or that differ between systems.
#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// What an error number means, for a person.
func systemMessage(_ error: Int32) -> String {
  unsafe strerror(error).map { unsafe String(cString: $0) } ?? "error \(error)"
}

/// Reads what is there; nil where nothing is there yet, empty at the end or on an error.
func readAvailable(_ file: Int32, atMost count: Int) -> [UInt8]? {
  var bytes = [UInt8](repeating: 0, count: count)
  while true {
    let read = unsafe bytes.withUnsafeMutableBytes { buffer in
      #if canImport(Glibc)
        unsafe Glibc.read(file, buffer.baseAddress, buffer.count)
      #else
        unsafe Darwin.read(file, buffer.baseAddress, buffer.count)
      #endif
    }
    if read < 0, errno == EINTR { continue }
    if read < 0, errno == EAGAIN { return nil }
    return Array(bytes.prefix(max(0, read)))
  }
}

/// Writes all of it; false where not everything could be written.
func writeAll(_ bytes: some Collection<UInt8>, to file: Int32) -> Bool {
  var rest = Array(bytes)[...]
  while !rest.isEmpty {
    let written = unsafe rest.withUnsafeBytes { buffer in
      #if canImport(Glibc)
        unsafe Glibc.write(file, buffer.baseAddress, buffer.count)
      #else
        unsafe Darwin.write(file, buffer.baseAddress, buffer.count)
      #endif
    }
    if written < 0, errno == EINTR { continue }
    guard written > 0 else { return false }
    rest.removeFirst(written)
  }
  return true
}
