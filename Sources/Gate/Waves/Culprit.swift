package import GateModel

/// Who makes a combination fail.
package enum Culprit: Sendable, Hashable {
  /// The lane fails without any other.
  case alone(LaneID)
  /// Both pass alone and fail together; the second, which is merged later, is out.
  case pair(LaneID, LaneID)
  /// These fail together, and it takes more than two of them; the last is out.
  case together([LaneID])
  /// It cannot be merged without a lane that is out.
  case leftBehind(LaneID)

  /// The lane that is out.
  package var out: LaneID? {
    switch self {
    case .alone(let lane), .pair(_, let lane), .leftBehind(let lane): lane
    case .together(let lanes): lanes.last
    }
  }
}

/// Who is in, who is out, and why.
package struct Settlement: Sendable, Hashable {
  /// In the order in which they were found.
  package var culprits: [Accusation]
  /// The lanes that pass together, proved as a whole; perhaps none.
  package var survivors: Combination
  /// The checks that fail on the base, without any lane: nobody's fault here.
  package var redBase: Set<CheckID>

  /// A culprit, and what fails with it.
  package struct Accusation: Sendable, Hashable {
    /// Who it is.
    package var culprit: Culprit
    /// What fails; nothing where it could not be merged.
    package var checks: Set<CheckID>
    /// Where it was seen.
    package var combination: Combination
  }
}

/// What a search says: try these, or how it ends.
package enum Decision: Sendable, Hashable {
  /// At once, where there are several; none of them twice.
  case wants([Wanted])
  case ends(Ending)
}

/// How a search ended.
package enum Ending: Sendable, Hashable {
  case settled(Settlement)
  /// This one could not be judged: whatever followed would be a guess.
  case unjudged(Combination)
}
