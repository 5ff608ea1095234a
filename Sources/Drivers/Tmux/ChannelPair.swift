#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Both ends of a two-way channel: ours, which never blocks, and the one that a program gets as its input and
/// outputs. Neither is inherited by anybody else.
struct ChannelPair {
  let ours: Int32
  let theirs: Int32

  /// Nil where the system has none left.
  init?() {
    var ends: [Int32] = [-1, -1]
    #if canImport(Glibc)
      let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    #else
      let kind = SOCK_STREAM
    #endif
    guard unsafe socketpair(AF_UNIX, kind, 0, &ends) == 0 else { return nil }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    _ = fcntl(ends[0], F_SETFL, O_NONBLOCK)
    #if !canImport(Glibc)
      var yes: Int32 = 1
      _ = unsafe setsockopt(
        ends[0], SOL_SOCKET, SO_NOSIGPIPE, &yes, socklen_t(MemoryLayout<Int32>.size))
    #endif
    (ours, theirs) = (ends[0], ends[1])
  }

  /// Sends what there is room for; how much, or nil where nobody is at the other end.
  static func send(_ bytes: ArraySlice<UInt8>, to file: Int32) -> Int? {
    #if canImport(Glibc)
      let flags = Int32(MSG_NOSIGNAL)
    #else
      let flags: Int32 = 0
    #endif
    while true {
      let count = unsafe bytes.withUnsafeBytes {
        #if canImport(Glibc)
          unsafe Glibc.send(file, $0.baseAddress, $0.count, flags)
        #else
          unsafe Darwin.send(file, $0.baseAddress, $0.count, flags)
        #endif
      }
      if count >= 0 { return count }
      if errno == EINTR { continue }
      return errno == EAGAIN ? 0 : nil
    }
  }

  /// Takes what is there into a buffer; 0 where nothing is there yet, nil at the end.
  static func receive(into buffer: inout [UInt8], from file: Int32) -> Int? {
    while true {
      let count = unsafe buffer.withUnsafeMutableBytes {
        unsafe recv(file, $0.baseAddress, $0.count, 0)
      }
      if count > 0 { return count }
      if count < 0, errno == EINTR { continue }
      return count < 0 && errno == EAGAIN ? 0 : nil
    }
  }
}

/// The system's own, where a method of that name hides it.
func closeFile(_ file: Int32) { close(file) }
