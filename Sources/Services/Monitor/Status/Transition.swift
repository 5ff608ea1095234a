/// A change of what is believed about an agent, and why.
package struct Transition: Sendable, Hashable {
  /// What was believed before.
  package var from: Status
  /// What is believed now. The same status again where only what is asked, or the substate, changed.
  package var to: Status
  /// More about the new status.
  package var substate: Substate?
  /// What the agent waits for, or what is wrong.
  package var detail: String?
  /// When the new status began: the first evidence of those that brought it about.
  package var since: Instant
  /// When it was believed.
  package var at: Instant
  /// What decided; nil where the lack of evidence did.
  package var evidence: Evidence?
}

/// What is believed about an agent at a moment.
package struct Standing: Sendable, Hashable {
  /// The status itself.
  package var status: Status
  /// More about it.
  package var substate: Substate?
  /// What the agent waits for, or what is wrong, or what it does.
  package var detail: String?
  /// When the status began.
  package var since: Instant

  /// Makes a standing, as it was stored.
  package init(
    status: Status, substate: Substate? = nil, detail: String? = nil, since: Instant
  ) {
    self.status = status
    self.substate = substate
    self.detail = detail
    self.since = since
  }
}
