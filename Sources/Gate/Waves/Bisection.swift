package import GateModel

/// The strategy `batch`: tries all lanes together, and looks for the culprit only where that fails.
///
/// Pure: what is not known yet is what to try next; asked again with the answer, it goes on from there.
/// One culprit among eight lanes takes 1 (all) + 3 (halves) + 1 (alone) + 1 (all but it) trials.
///
/// - Parameter lanes: in their merge order.
package func bisect(_ lanes: [LaneID], knowing ledger: Ledger) -> Decision {
  do throws(Stop) {
    return .ends(.settled(try ledger.settle(lanes)))
  } catch {
    return error.decision
  }
}

extension Settlement {
  mutating func leaveBehind(_ lane: LaneID) {
    culprits.append(
      Accusation(culprit: .leftBehind(lane), checks: [], combination: Combination([])))
  }
}

extension Ledger {
  fileprivate func settle(_ lanes: [LaneID]) throws(Stop) -> Settlement {
    var settlement = Settlement(culprits: [], survivors: Combination(lanes), redBase: [])
    while !settlement.survivors.lanes.isEmpty {
      let left = settlement.survivors.lanes
      if let lane = stuckLane(in: settlement.survivors) {
        settlement.leaveBehind(lane)
        settlement.survivors.lanes.removeAll { $0 == lane }
        continue
      }
      let outs = settlement.culprits.compactMap(\.culprit.out).map(\.description)
      let why =
        outs.isEmpty
        ? "all together" : "what is left without \(outs.joined(separator: ", "))"
      guard try isRed(left, .whole, why: why) else { return settlement }
      let checks = redChecks(of: settlement.survivors)
      let length = try firstRedPrefix(of: left, checks)
      let before = Array(left[..<(length - 1)])
      if before.isEmpty, try isRed([], .only(checks), why: "is it red by itself?") {
        settlement.redBase = redChecks(of: Combination([]))
        settlement.survivors = Combination([])
        return settlement
      }
      let culprit = try culprit(left[length - 1], after: before, checks)
      settlement.culprits.append(culprit)
      settlement.survivors.lanes.removeAll { $0 == culprit.culprit.out }
    }
    return settlement
  }

  /// How many lanes, from the first on, it takes to fail.
  private func firstRedPrefix(
    of lanes: [LaneID], _ checks: Set<CheckID>
  ) throws(Stop) -> Int {
    // The base counts as green until the first lane is accused.
    var (green, red) = (0, lanes.count)
    while red - green > 1 {
      let middle = (green + red) / 2
      let isRed = try isRed(
        Array(lanes[..<middle]), .only(checks),
        why: middle == 1
          ? "is it the first of \(lanes.count)?"
          : "is it one of the first \(middle) of \(lanes.count)?")
      if isRed { red = middle } else { green = middle }
    }
    return red
  }

  /// Whose fault it is that these lanes pass and fail with one more: that one's alone, or its and that of
  /// one before it.
  func culprit(
    _ lane: LaneID, after before: [LaneID], _ checks: Set<CheckID>
  ) throws(Stop) -> Settlement.Accusation {
    func accuse(_ culprit: Culprit, _ lanes: [LaneID]) -> Settlement.Accusation {
      let seen = Combination(lanes)
      return Settlement.Accusation(
        culprit: culprit, checks: redChecks(of: seen).intersection(checks), combination: seen)
    }
    if before.isEmpty {
      _ = try isRedAgain([lane], checks)
      return accuse(.alone(lane), [lane])
    }
    if try isRed([lane], .only(checks), why: "is it its own fault?") {
      return accuse(.alone(lane), [lane])
    }
    _ = try isRedAgain(before + [lane], checks)
    var (green, red) = (0, before.count)
    while red - green > 1 {
      let middle = (green + red) / 2
      let some = before[..<middle] + [lane]
      let isRed = try isRed(
        Array(some), .only(checks), why: "\(lane) passes alone: with whom does it fail?")
      if isRed { red = middle } else { green = middle }
    }
    let other = before[red - 1]
    let isPair = try isRed([other, lane], .only(checks), why: "do \(other) and \(lane) suffice?")
    if isPair, try !isRed([other], .only(checks), why: "does it pass alone?") {
      return accuse(.pair(other, lane), [other, lane])
    }
    let group = Array(before[..<red]) + [lane]
    return accuse(.together(group), group)
  }
}
