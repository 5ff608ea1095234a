/// A status that was seen and is not yet believed.
package struct Candidate: Sendable, Hashable {
  /// What it would be.
  package var status: Status
  /// More about it.
  package var substate: Substate?
  /// What would be waited for.
  package var detail: String?
  /// How many looks in a row showed it.
  package var samples: Int
  /// When the first of them was.
  package var since: Instant

  func fills(_ window: Stability.Window, at now: Instant) -> Bool {
    samples >= window.samples && since.duration(to: now) >= window.time
  }
}
