package import GateModel

extension Commutation {
  /// What is held against the second lane, which has to follow the first. Pure.
  package var findings: [Finding] {
    switch result {
    case .disjoint: return []
    case .fails(let migration, let lane, let other, let failure):
      return [
        Finding(
          .commute, failure, "`\(migration)` of lane \(lane) does not run after those of \(other)",
          hint: "both change \(names); merge one lane, then build the other on it")
      ]
    case .ran(let difference):
      guard !difference.isEmpty, let last = second.migrations.last else { return [] }
      var finding = Finding(
        .commute, last.up.path,
        "the migrations of lanes \(first.lane) and \(second.lane) make another schema in the other "
          + "order: \(difference.short)",
        hint: "both change \(names); merge one lane, then build the other on it")
      switch difference.severity {
      case .none, .columnOrder: finding.level = .note
      case .nameOnly: finding.level = .warning
      case .attribute, .object: break
      }
      return [finding]
    }
  }

  private var names: String {
    let shown = shared.prefix(3).map { "`\($0)`" }.joined(separator: ", ")
    if shown.isEmpty { return "something that could not be seen" }
    return shared.count > 3 ? "\(shown) and \(shared.count - 3) more" : shown
  }
}
