package import GateModel

/// Who works in a lane, and where: what sources know agents by.
package struct Assignment: Sendable, Hashable {
  /// The lane.
  package var lane: LaneID
  /// The program, as gate.yml names it.
  package var kind: AgentKind
  /// The session or window of tmux that gate.yml names; nil where it names none.
  package var tmux: String?
  /// The top of the lane's worktree, absolute and without `/` at its end; nil where there is none.
  package var folder: String?

  /// Makes one.
  package init(lane: LaneID, kind: AgentKind, tmux: String? = nil, folder: String? = nil) {
    (self.lane, self.kind, self.tmux, self.folder) = (lane, kind, tmux, folder)
  }
}

/// Whose agents are watched at this moment; asked before each look, so it has to be quick.
package typealias Roster = @Sendable () -> [Assignment]
