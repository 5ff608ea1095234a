/// The branch of a lane, as it was found.
package struct LaneTip: Sendable, Hashable {
  /// Whose branch it is.
  package var lane: LaneID
  /// Its name, without `refs/heads/` and without a remote's name.
  package var branch: String
  /// The newest commit on it.
  package var commit: ObjectID
  /// The whole name of its ref; nil for what cannot move: a commit by its id, or a tip read from a report.
  package var ref: String?

  /// Makes a lane's tip of what was found; by default of no ref.
  package init(lane: LaneID, branch: String, commit: ObjectID, ref: String? = nil) {
    self.lane = lane
    self.branch = branch
    self.commit = commit
    self.ref = ref
  }
}
