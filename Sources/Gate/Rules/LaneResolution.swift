package import GateModel

/// Which lane a change comes from, after every statement of it has been heard.
package enum LaneResolution: Sendable, Hashable {
  case settled(LaneID)
  /// Nobody says.
  case none
  /// A statement names a lane that the plan does not have.
  case unknown(LaneClaim)
  /// Two statements disagree.
  case conflict(LaneClaim, LaneClaim)

  /// Hears every claim. A lane that the plan does not have is told before a disagreement.
  package init(of claims: [LaneClaim], in project: Project) {
    guard let first = claims.first else {
      self = .none
      return
    }
    if let stranger = claims.first(where: { LaneID($0.lane).flatMap(project.lane) == nil }) {
      self = .unknown(stranger)
    } else if let other = claims.first(where: { $0.lane != first.lane }) {
      self = .conflict(first, other)
    } else if let id = LaneID(first.lane) {
      self = .settled(id)
    } else {
      self = .unknown(first)
    }
  }

  /// The lane, where it is settled.
  package var lane: LaneID? {
    if case .settled(let id) = self { id } else { nil }
  }
}

extension LaneClaim {
  /// For a sentence: `lane B (branch lane/b)`.
  package var words: String {
    switch source {
    case .option: "lane \(lane) (--lane, or GATE_LANE)"
    case .trailer(let commit): "lane \(lane) (trailer of commit \(commit.short))"
    case .branch(let name): "lane \(lane) (branch \(name))"
    }
  }
}
