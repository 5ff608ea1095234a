#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// A port on which nobody listens on this machine, chosen by the system; nil where it has none.
///
/// It is free when this returns. Somebody else can take it before the server that it is meant for does.
package func freeLoopbackPort() -> UInt16? {
  for _ in 0..<20 {
    guard let port = boundPort() else { return nil }
    if isFree(onVersion6: port) { return port }
  }
  return nil
}

#if canImport(Glibc)
  private let stream = Int32(SOCK_STREAM.rawValue)
#else
  private let stream = SOCK_STREAM
#endif

private func boundPort() -> UInt16? {
  let file = socket(AF_INET, stream, 0)
  guard file >= 0 else { return nil }
  defer { close(file) }
  var address = sockaddr_in()
  address.sin_family = sa_family_t(AF_INET)
  address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
  var size = socklen_t(MemoryLayout<sockaddr_in>.size)
  let isBound = unsafe withUnsafeMutablePointer(to: &address) { pointer in
    unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { plain in
      unsafe bind(file, plain, size) == 0 && getsockname(file, plain, &size) == 0
    }
  }
  return isBound ? UInt16(bigEndian: address.sin_port) : nil
}

/// True too where there is no such address on this machine.
private func isFree(onVersion6 port: UInt16) -> Bool {
  let file = socket(AF_INET6, stream, 0)
  guard file >= 0 else { return true }
  defer { close(file) }
  var address = sockaddr_in6()
  address.sin6_family = sa_family_t(AF_INET6)
  address.sin6_addr = in6addr_loopback
  address.sin6_port = port.bigEndian
  let size = socklen_t(MemoryLayout<sockaddr_in6>.size)
  let result = unsafe withUnsafePointer(to: &address) { pointer in
    unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { unsafe bind(file, $0, size) }
  }
  return result == 0 || errno != EADDRINUSE
}
