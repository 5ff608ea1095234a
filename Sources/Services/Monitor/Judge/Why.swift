/// Which evidence decided, which was considered, and what became of each.
package struct Why: Sendable, Hashable {
  /// What was made of a piece of evidence.
  package enum Reason: String, Error, Sendable, Hashable, CaseIterable {
    case decided
    /// Says the same as what decided.
    case agrees
    /// Says something else, and more trusted evidence counts.
    case outranked
    /// Says something else that has not been seen for long enough.
    case pending
    /// That it starts, while more is known.
    case superseded
    case noOpinion = "no-opinion"
    /// Its source cannot be asked.
    case lost
    case expired
    /// Title or screen kept disagreeing.
    case overruled
    case duplicate
    /// Older than what its tier said before.
    case outOfOrder = "out-of-order"
    /// Ends a turn that is not the newest.
    case olderTurn = "older-turn"
    /// Of a turn that has ended.
    case turnEnded = "turn-ended"
  }

  /// A piece of evidence and what was made of it.
  package struct Considered: Sendable, Hashable {
    /// The evidence.
    package var evidence: Evidence
    /// What was made of it.
    package var reason: Reason

    init(_ evidence: Evidence, _ reason: Reason) {
      self.evidence = evidence
      self.reason = reason
    }
  }

  /// What is believed.
  package var standing: Standing
  /// What decided; nil where the lack of evidence did.
  package var decided: Evidence?
  /// All that was weighed, the most trusted first.
  package var considered: [Considered]
  /// The last that came in and did not count, the oldest first.
  package var refused: [Considered]
  /// What is seen and not yet believed.
  package var candidate: Candidate?
  /// What title or screen say against the hooks.
  package var contest: Candidate?
}

extension Judge {
  /// Why it believes what it believes, at the last moment that it was told.
  package func why() -> Why {
    let winner = verdict()
    let considered = remembered.map { evidence -> Why.Considered in
      switch say(evidence) {
      case .failure(let reason): Why.Considered(evidence, reason)
      case .success(let status):
        Why.Considered(evidence, reason(of: evidence, saying: status, winner))
      }
    }
    let decided = standing.status == .done ? assertion?.evidence ?? basis : basis
    return Why(
      standing: standing, decided: decided, considered: considered, refused: intake.refused,
      candidate: candidate, contest: contest)
  }

  private func reason(of evidence: Evidence, saying status: Status, _ winner: Verdict?)
    -> Why.Reason
  {
    guard evidence != winner?.evidence else {
      return status == base.status ? .decided : .pending
    }
    if status == winner?.status { return .agrees }
    return status == .starting ? .superseded : .outranked
  }
}
