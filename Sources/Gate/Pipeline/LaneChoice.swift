internal import GateModel

/// A lane that was named, and its branch where that was named too.
package struct LaneChoice: Sendable, Hashable {
  /// As written.
  package var lane: String
  /// Nil means the branch of the plan's pattern.
  package var branch: String?

  /// Reads `B` or `B=fix/b`.
  package init(_ text: some StringProtocol) {
    let sides = text.split(separator: "=", maxSplits: 1)
    lane = sides.first?.trimmed ?? ""
    branch = sides.count > 1 ? sides[1].trimmed : nil
  }

  /// Reads `A,B=fix/b`.
  package static func list(_ text: String) -> [LaneChoice] {
    text.split(separator: ",").map { LaneChoice($0) }
  }
}
