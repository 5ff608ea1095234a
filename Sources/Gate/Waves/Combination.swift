package import GateModel

/// Lanes merged in this order on top of the base; with none, the base itself.
package struct Combination: Sendable, Hashable, CustomStringConvertible {
  /// In the order in which they are merged.
  package var lanes: [LaneID]

  /// Makes a combination of lanes in their merge order.
  package init(_ lanes: some Sequence<LaneID>) {
    self.lanes = Array(lanes)
  }

  /// `A + B`; `the base` where there is no lane.
  package var description: String {
    lanes.isEmpty ? "the base" : lanes.map(\.description).joined(separator: " + ")
  }
}
