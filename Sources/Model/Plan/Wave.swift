/// Lanes that run at the same time: one file of `Waves/`.
package struct Wave: Sendable, Hashable {
  /// Names the wave; waves are listed by it.
  package var number: Int
  /// What the wave is for, in a line; empty where its file does not say.
  package var title: String
  /// The wave that has to land first.
  package var after: Int?
  /// In the order of the file, each with its tasks.
  package var lanes: [WaveLane]
  /// The order in which the lanes are merged; every lane of the wave, once.
  package var merge: [LaneID]
  /// Interfaces that later waves may not break.
  package var freezes: [FrozenInterface]
  /// What must hold before the wave is done, in the order of its file.
  package var acceptance: [Criterion]
  /// Where the wave's file says so.
  package var location: Location

  /// Makes a wave; by default it waits for none, has no lanes and freezes nothing.
  package init(
    number: Int, title: String = "", after: Int? = nil, lanes: [WaveLane] = [],
    merge: [LaneID] = [], freezes: [FrozenInterface] = [], acceptance: [Criterion] = [],
    location: Location = Location(file: "", line: 1, column: 1)
  ) {
    self.number = number
    self.title = title
    self.after = after
    self.lanes = lanes
    self.merge = merge
    self.freezes = freezes
    self.acceptance = acceptance
    self.location = location
  }
}

/// A lane's part in a wave.
package struct WaveLane: Sendable, Hashable {
  /// The lane that takes part.
  package var id: LaneID
  /// What the lane is to do in this wave, in the order of the file.
  package var tasks: [String]

  /// Makes a lane's part of its name and tasks.
  package init(id: LaneID, tasks: [String]) {
    self.id = id
    self.tasks = tasks
  }
}

/// A kind of interface that a wave freezes for those after it.
package enum FrozenInterface: String, Sendable, Hashable, CaseIterable {
  case schema, api, signatures
}
