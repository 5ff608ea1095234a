// The calls of the system whose names Swift's own methods hide, or that differ between systems.
internal import Files

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

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
  unsafe Array(bytes).withUnsafeBytes { unsafe Files.writeAll($0, to: file) }
}

/// What the status of a process that has ended says. Source: wait(2); the macros are invisible to Swift.
func decoded<Ending>(
  _ status: Int32, exited: (Int32) -> Ending, signalled: (Int32) -> Ending
) -> Ending {
  status & 0x7F == 0 ? exited((status >> 8) & 0xFF) : signalled(status & 0x7F)
}
