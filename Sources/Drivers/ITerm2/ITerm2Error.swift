/// Why iTerm2 did not answer.
package enum ITerm2Error: Error, Sendable, Hashable, CustomStringConvertible {
  /// There is no iTerm2 at this socket, in the system's words.
  case unreachable(path: String, reason: String)
  /// Another user owns the other end of the socket: nothing was sent.
  case foreignPeer(path: String)
  /// The cookie is missing or used up, or the user does not allow it: status 401.
  case unauthorized
  /// It wants a newer client: status 406.
  case clientTooOld
  /// It answered the first request with another status, or with something that is no WebSocket.
  case noWebSocket(status: Int?)
  /// No answer came in time.
  case timedOut
  /// The connection is gone, or something came that is no message of iTerm2.
  case closed(String)
  /// There is no such session any more.
  case noSession
  /// This is subscribed to already.
  case alreadySubscribed
  /// It refused the call, in its words or by a number.
  case refused(String)
  /// AppleScript gave no cookie.
  case noCookie(String)
  /// The task was cancelled.
  case cancelled

  /// One line for a person, without a closing point.
  package var description: String {
    switch self {
    case .unreachable(let path, let reason): "there is no iTerm2 at `\(path)`: \(reason)"
    case .foreignPeer(let path): "`\(path)` belongs to another user; nothing was sent there"
    case .unauthorized:
      "iTerm2 refused the connection; switch on its Python API in Settings > General > Magic"
    case .clientTooOld: "this iTerm2 wants a newer client than this gate"
    case .noWebSocket(let status):
      "what answered is no iTerm2" + (status.map { ": status \($0)" } ?? "")
    case .timedOut: "iTerm2 did not answer in time"
    case .closed(let reason): "the connection to iTerm2 ended: \(reason)"
    case .noSession: "iTerm2 has no such session"
    case .alreadySubscribed: "iTerm2 sends these notifications already"
    case .refused(let reason): "iTerm2 refused the request: \(reason)"
    case .noCookie(let reason): "iTerm2 gave no cookie: \(reason)"
    case .cancelled: "it was interrupted"
    }
  }
}
