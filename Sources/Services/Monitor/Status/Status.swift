/// What an agent is doing, as far as somebody who looks at it has to care.
package enum Status: String, Sendable, Hashable, CaseIterable {
  /// Nothing trustworthy says anything: a source is down, or what it said is too old.
  case unknown
  /// The program runs and nothing else is known yet.
  case starting
  /// A turn is in progress.
  case running
  /// Blocked on a yes or no that it cannot give itself.
  case waitingApproval = "waiting_approval"
  /// Asked a question, or shows a plan to be read.
  case waitingInput = "waiting_input"
  /// At its prompt, with nothing asserted.
  case idle
  /// The lane was asserted to be finished: never guessed.
  case done
  /// Alive and unable to go on: no login, no quota, no model.
  case error
  /// The process or its pane is gone.
  case dead

  /// Reads a status that another version may have written: what is no word of this one is `unknown`.
  package init(word: String) { self = Status(rawValue: word) ?? .unknown }

  /// Its place in a list, the most urgent first: 1 for who needs a human, 6 for who is done.
  package var rank: Int {
    switch self {
    case .waitingApproval, .waitingInput: 1
    case .error, .dead: 2
    case .unknown: 3
    case .running, .starting: 4
    case .idle: 5
    case .done: 6
    }
  }

  /// Whether a human is asked for an answer.
  package var needsHuman: Bool { self == .waitingApproval || self == .waitingInput }
}

/// More about a status, where something is known.
package enum Substate: String, Sendable, Hashable, CaseIterable {
  case rateLimited = "rate_limited"
  case auth
  case billing
  case modelUnavailable = "model_unavailable"
  case serverError = "server_error"
  case badRequest = "bad_request"
  case outputLimit = "output_limit"
  /// Runs, but only to shorten its own context.
  case compacting
  /// Idle because somebody stopped the turn.
  case interrupted
  /// Idle, and agents that it started still work.
  case idleWithBackground = "idle_with_background"
}
