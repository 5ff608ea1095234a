/// Lanes that run at the same time: one file of `Waves/`.
package struct Wave: Sendable, Hashable {
  package var number: Int
  package var title: String
  /// The wave that has to land first.
  package var after: Int?
  /// In the order of the file, each with its tasks.
  package var lanes: [WaveLane]
  /// The order in which the lanes are merged; every lane of the wave, once.
  package var merge: [LaneID]
  package var freezes: [FrozenInterface]
  package var acceptance: [Criterion]
  package var location: Location

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
  package var id: LaneID
  package var tasks: [String]

  package init(id: LaneID, tasks: [String]) {
    self.id = id
    self.tasks = tasks
  }
}

/// A kind of interface that a wave freezes for those after it.
package enum FrozenInterface: String, Sendable, Hashable, CaseIterable {
  case schema, api, signatures
}
