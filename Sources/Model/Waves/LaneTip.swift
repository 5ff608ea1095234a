/// The branch of a lane, as it was found.
package struct LaneTip: Sendable, Hashable {
  /// Whose branch it is.
  package var lane: LaneID
  /// Its name, without `refs/heads/` and without a remote's name.
  package var branch: String
  /// The newest commit on it.
  package var commit: ObjectID

  /// Makes a lane's tip of what was found.
  package init(lane: LaneID, branch: String, commit: ObjectID) {
    self.lane = lane
    self.branch = branch
    self.commit = commit
  }
}
