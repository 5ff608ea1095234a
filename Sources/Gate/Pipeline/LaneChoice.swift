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

extension Project {
  /// The wave of a number that somebody gave.
  func wave(asked number: Int) throws(UsageError) -> Wave {
    if let wave = wave(number) { return wave }
    let numbers = waves.map { "\($0.number)" }.joined(separator: ", ")
    throw UsageError(
      numbers.isEmpty
        ? "the plan has no waves; `Waves/\(number).yml` would be one"
        : "the plan has no wave \(number); it has \(numbers)")
  }

  /// The lanes that were asked for, each once: those of a wave in the order of merging, else in that of the
  /// plan.
  ///
  /// - Parameters:
  ///   - choices: nil for all.
  ///   - wave: nil for the lanes of the whole plan.
  func lanes(
    _ choices: [LaneChoice]?, of wave: Wave? = nil
  ) throws(UsageError) -> [(lane: Lane, branch: String?)] {
    let ids = wave?.merge ?? lanes.map(\.id)
    let names = ids.map(\.description)
    for choice in choices ?? [] {
      guard names.contains(choice.lane) else {
        let advice =
          nearest(to: choice.lane, among: names).map { "did you mean `\($0)`?" }
          ?? "it has \(names.joined(separator: ", "))"
        let place = wave.map { "wave \($0.number)" } ?? "the plan"
        throw UsageError("\(place) has no lane `\(choice.lane)`; \(advice)")
      }
      guard choices?.contains(where: { $0.lane == choice.lane && $0 != choice }) != true else {
        throw UsageError("lane \(choice.lane) is named with two branches; name one")
      }
    }
    return ids.compactMap { id in
      let choice = choices?.first { $0.lane == id.description }
      if choices != nil, choice == nil { return nil }
      return lane(id).map { ($0, choice?.branch) }
    }
  }
}
