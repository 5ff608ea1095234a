package import GateModel

/// How many combinations are tried at once, as the strategy `speculate` does: one more after each lane
/// that holds, half as many after each that fails.
///
/// Source: the window of Zuul's dependent pipelines.
package struct Window: Sendable, Hashable {
  /// At the beginning.
  package var initial: Int
  /// Never fewer.
  package static let minimum = 2

  /// Makes a window; fewer than the minimum are taken for the minimum.
  package init(initial: Int) {
    self.initial = max(Window.minimum, initial)
  }
}

/// The strategy `speculate`: tries each lane on top of all before it at once, in the hope that those
/// hold. One that fails is dropped, and those behind it are tried anew on the nearest good state.
///
/// Pure, like `bisect`: what it wants and does not want any more follows from what is known.
package func speculate(
  _ lanes: [LaneID], window: Window, knowing ledger: Ledger
) -> Decision {
  var train = Train(size: window.initial)
  for lane in lanes {
    do throws(Stop) {
      try train.take(lane, ledger)
    } catch {
      switch error {
      case .wants(let wanted): train.wanted.append(wanted)
      case .unjudged: return error.decision
      }
    }
  }
  guard train.wanted.isEmpty else { return .wants(train.wanted) }
  do throws(Stop) {
    return .ends(.settled(try train.settlement(ledger)))
  } catch {
    return error.decision
  }
}

/// The lanes on their way, from the first to the last.
private struct Train {
  /// How many may be tried at once.
  var size: Int
  /// The lanes that hold, or are hoped to.
  var ahead: [LaneID] = []
  /// Whether nothing ahead is still to be decided.
  var isDecided = true
  /// Those that cannot be merged without one that was dropped.
  var behind: [LaneID] = []
  var dropped: [(lane: LaneID, after: [LaneID])] = []
  var wanted: [Wanted] = []

  mutating func take(_ lane: LaneID, _ ledger: Ledger) throws(Stop) {
    let combination = Combination(ahead + [lane])
    if ledger.stuckLane(in: combination) != nil {
      behind.append(lane)
      return
    }
    switch ledger.reading(of: combination, .whole) {
    case .broken: throw .unjudged(combination)
    case .green:
      ahead.append(lane)
      if isDecided { size += 1 }
    case .red where isDecided:
      // Those behind go on without it, while it is made sure of.
      isDecided = false
      let checks = ledger.redChecks(of: combination)
      guard try ledger.isRedAgain(combination.lanes, checks) else { return }
      isDecided = true
      dropped.append((lane, ahead))
      size = max(Window.minimum, size / 2)
    // It is not its turn: what is ahead may be at fault.
    case .red: return
    case nil:
      let isFull = wanted.count >= size
      isDecided = false
      ahead.append(lane)
      guard !isFull else { return }
      let on = combination.lanes.dropLast()
      let why = on.isEmpty ? "\(lane) on the base" : "\(lane) on top of \(Combination(on))"
      throw .wants(Wanted(combination: combination, scope: .whole, why: why))
    }
  }

  func settlement(_ ledger: Ledger) throws(Stop) -> Settlement {
    var settlement = Settlement(culprits: [], survivors: Combination(ahead), redBase: [])
    for (lane, before) in dropped {
      let checks = ledger.redChecks(of: Combination(before + [lane]))
      if before.isEmpty,
        try ledger.isRed([], .only(checks), why: "is it red by itself?")
      {
        settlement.redBase.formUnion(ledger.redChecks(of: Combination([])))
        continue
      }
      settlement.culprits.append(try ledger.culprit(lane, after: before, checks))
    }
    for lane in behind { settlement.leaveBehind(lane) }
    return settlement
  }
}
