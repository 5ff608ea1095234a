extension Status {
  /// For people.
  package var words: String {
    switch self {
    case .unknown: "unknown"
    case .starting: "starting"
    case .running: "running"
    case .waitingApproval: "needs approval"
    case .waitingInput: "needs an answer"
    case .idle: "idle"
    case .done: "done"
    case .error: "error"
    case .dead: "dead"
    }
  }

  /// What tells it apart without colour.
  package var shape: String {
    switch self {
    case .unknown: "?"
    case .starting: "◔"
    case .running: "▶"
    case .waitingApproval: "◆"
    case .waitingInput: "◇"
    case .idle: "○"
    case .done: "✓"
    case .error: "✕"
    case .dead: "■"
    }
  }
}

/// Statuses that mean the same to somebody who looks in passing; in the order in which they look.
package struct StatusGroup: Sendable {
  /// For people.
  package var words: String
  /// The statuses in it.
  package var statuses: [Status]
  /// The one whose colour and shape the group has.
  package var face: Status

  /// All of them.
  package static let all = [
    StatusGroup(
      words: "needs you", statuses: [.waitingApproval, .waitingInput], face: .waitingApproval),
    StatusGroup(words: "running", statuses: [.running, .starting], face: .running),
    StatusGroup(words: "idle", statuses: [.idle], face: .idle),
    StatusGroup(words: "done", statuses: [.done], face: .done),
    StatusGroup(words: "error or dead", statuses: [.error, .dead], face: .error),
    StatusGroup(words: "unknown", statuses: [.unknown], face: .unknown),
  ]
}

/// `12 s`, `3 min`, `2 h 5 min`, `4 d`.
package func age(_ milliseconds: Int) -> String {
  let seconds = milliseconds / 1000
  switch seconds {
  case ..<60: return "\(seconds) s"
  case ..<3600: return "\(seconds / 60) min"
  case ..<86_400:
    let minutes = seconds % 3600 / 60
    return minutes == 0 ? "\(seconds / 3600) h" : "\(seconds / 3600) h \(minutes) min"
  default: return "\(seconds / 86_400) d"
  }
}
