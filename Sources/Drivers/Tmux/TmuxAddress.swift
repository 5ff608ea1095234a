internal import Processes

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Which server of tmux is meant.
package enum TmuxAddress: Sendable, Hashable {
  /// By the name of its socket, as `tmux -L` takes it: `default`.
  case name(String)
  /// By the path of its socket, as `tmux -S` takes it.
  case path(String)

  /// How the program is told of it.
  var arguments: [String] {
    switch self {
    case .name(let name): ["-L", name]
    case .path(let path): ["-S", path]
    }
  }

  /// Where its socket is. Source: tmux(1), `-L` and TMUX_TMPDIR.
  package func socket(_ environment: [String: String]) -> String {
    switch self {
    case .path(let path): return path
    case .name(let name):
      let folder = environment["TMUX_TMPDIR"].flatMap { $0.isEmpty ? nil : $0 } ?? "/tmp"
      return "\(folder)/tmux-\(getuid())/\(name)"
    }
  }

  /// Whether a server listens there, however it is; costs no process and does not wait.
  package func isListening(_ environment: [String: String]) -> Bool {
    let path = Array(socket(environment).utf8)
    var address = sockaddr_un()
    guard path.count < MemoryLayout.size(ofValue: address.sun_path) else { return false }
    let file = openSocket(AF_UNIX, stream, 0)
    guard file >= 0 else { return false }
    defer { close(file) }
    _ = fcntl(file, F_SETFD, FD_CLOEXEC)
    // One that is stopped has a queue, which may be full: that is an answer too.
    _ = fcntl(file, F_SETFL, O_NONBLOCK)
    address.sun_family = sa_family_t(AF_UNIX)
    unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: path) }
    let size = socklen_t(MemoryLayout<sockaddr_un>.size)
    let isConnected = unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { plain in
        unsafe connect(file, plain, size) == 0
      }
    }
    return isConnected || errno == EAGAIN || errno == EINPROGRESS
  }
}

#if canImport(Glibc)
  private let stream = Int32(SOCK_STREAM.rawValue)
  private func openSocket(_ domain: Int32, _ kind: Int32, _ number: Int32) -> Int32 {
    Glibc.socket(domain, kind, number)
  }
#else
  private let stream = SOCK_STREAM
  private func openSocket(_ domain: Int32, _ kind: Int32, _ number: Int32) -> Int32 {
    Darwin.socket(domain, kind, number)
  }
#endif
