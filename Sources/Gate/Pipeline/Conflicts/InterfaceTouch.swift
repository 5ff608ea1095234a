internal import GateContracts
internal import GateModel

/// What a lane does to a frozen interface: each name that it adds, changes or takes away.
struct InterfaceTouch: Sendable {
  let kind: FrozenInterface
  /// As it is on the lane, or as it was where it is gone.
  private let entries: [String: Contract.Entry]

  init(_ kind: FrozenInterface, from before: Contract, to after: Contract) {
    self.kind = kind
    let difference = ContractDifference(from: before, to: after)
    let touched = difference.added + difference.removed + difference.changed.map(\.after)
    entries = Dictionary(touched.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// The names that two lanes touch, a conflict for each file.
  ///
  /// - Parameter fallback: the file to name for what is in none, such as a table.
  func conflicts(
    with other: InterfaceTouch, _ lanes: (LaneID, LaneID), wave: Int, at fallback: RepoPath
  ) -> [LaneConflicts.Conflict] {
    let shared = Set(entries.keys).intersection(other.entries.keys).sorted()
    let (a, b) = lanes.0 < lanes.1 ? lanes : (lanes.1, lanes.0)
    let places = Dictionary(grouping: shared) { entries[$0]?.place?.path ?? fallback }
    return places.map { path, names in
      let shown = names.prefix(3).map { "`\($0)`" }.joined(separator: ", ")
      let more = names.count > 3 ? " and \(names.count - 3) more" : ""
      return LaneConflicts.Conflict(
        kind: .frozen, path: path, line: names.compactMap { entries[$0]?.place?.line }.min(),
        message: "lane \(a) and lane \(b) both touch \(shown)\(more) of the "
          + "\(kind.rawValue) that wave \(wave) froze",
        hint: "let one of them do it, and the other build on it")
    }
  }
}
