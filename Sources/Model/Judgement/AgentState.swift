/// What the agent of a lane does, as a server that watches it says.
package struct AgentState: Sendable, Hashable {
  /// Whose agent it is.
  package var lane: LaneID
  /// As the monitor writes it: `running`, `waiting_approval`, `done`…
  package var status: String
  /// What it waits for, or does, in its own words.
  package var detail: String?
  /// The moment of its last change, in RFC 3339.
  package var since: String

  /// Makes a state; by default without words of its own.
  package init(lane: LaneID, status: String, detail: String? = nil, since: String) {
    self.lane = lane
    self.status = status
    self.detail = detail
    self.since = since
  }
}
