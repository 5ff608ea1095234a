/// Why tmux cannot be asked.
package enum TmuxError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The program is not on PATH: no further try can mend that.
  case missing
  /// No server listens at the address: a normal answer.
  case absent
  /// The client could not begin; with what tmux said.
  case refused(String)
  /// No answer came in time; whether anything is wrong with the server is not known.
  case silent
  /// The client has ended; with the reason that tmux gave.
  case ended(String)
  /// What came is not the protocol, as where a program shows what looks like the end of a reply.
  case garbled(String)
  /// The task was cancelled.
  case cancelled

  /// One line for a person.
  package var description: String {
    switch self {
    case .missing: "there is no `tmux` on PATH"
    case .absent: "no tmux server runs there"
    case .refused(let text): "tmux let nobody in: \(text)"
    case .silent: "tmux does not answer"
    case .ended(let reason): reason.isEmpty ? "tmux ended the session" : "tmux: \(reason)"
    case .garbled(let text): "tmux sent what is no reply: \(text)"
    case .cancelled: "the question to tmux was cancelled"
    }
  }
}
