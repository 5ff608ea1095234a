package import GateModel

extension Commutation {
  /// What is held against a lane. The second one has to follow the first: for the first it is a note. Pure.
  package func findings(for lane: LaneID) -> [Finding] {
    guard var finding else { return [] }
    guard lane == first.lane else {
      finding.hint = "both change \(names); wait for lane \(first.lane), then build on it"
      return [finding]
    }
    finding.level = .note
    finding.path = first.migrations.last?.up.path
    finding.line = nil
    finding.hint = "both change \(names); merge this lane first, and lane \(second.lane) follows"
    return [finding]
  }

  private var finding: Finding? {
    switch result {
    case .disjoint: return nil
    case .fails(let migration, let lane, let other, let failure):
      return Finding(
        .commute, failure, "`\(migration)` of lane \(lane) does not run after those of \(other)",
        hint: "")
    case .ran(let difference):
      guard !difference.isEmpty, let last = second.migrations.last else { return nil }
      var finding = Finding(
        .commute, last.up.path,
        "the migrations of lanes \(first.lane) and \(second.lane) make another schema in the other "
          + "order: \(difference.short)", hint: "")
      switch difference.severity {
      case .none, .columnOrder: finding.level = .note
      case .nameOnly: finding.level = .warning
      case .attribute, .object: break
      }
      return finding
    }
  }

  private var names: String {
    let shown = shared.prefix(3).map { "`\($0)`" }.joined(separator: ", ")
    if shown.isEmpty { return "something that could not be seen" }
    return shared.count > 3 ? "\(shown) and \(shared.count - 3) more" : shown
  }
}
