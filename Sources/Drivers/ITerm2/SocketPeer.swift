internal import NIOCore

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Whether the other end of a unix socket belongs to the user whom this process works for. The right to
/// read a screen is not given to anybody else, whatever stands at the path.
func isOwn(peerOf channel: any Channel) async throws -> Bool {
  guard let options = channel as? any SocketOptionProvider else { return false }
  #if canImport(Glibc)
    let peer: PeerCredentials = try await options.unsafeGetSocketOption(
      level: .socket, name: .init(rawValue: SO_PEERCRED)
    ).get()
    return peer.uid == geteuid()
  #else
    let peer: xucred = try await options.unsafeGetSocketOption(
      level: .init(rawValue: SOL_LOCAL), name: .init(rawValue: LOCAL_PEERCRED)
    ).get()
    return peer.cr_uid == geteuid()
  #endif
}

#if canImport(Glibc)
  /// `struct ucred`, which glibc shows only to programs that ask for it. Source: unix(7), SO_PEERCRED.
  private struct PeerCredentials: Sendable {
    var pid: pid_t
    var uid: uid_t
    var gid: gid_t
  }
#endif
