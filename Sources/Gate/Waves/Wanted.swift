internal import GateModel

/// What to try next, and why.
package struct Wanted: Sendable, Hashable {
  /// The lanes to merge.
  package var combination: Combination
  /// The checks to try on them.
  package var scope: Scope
  /// For a person: what the answer will tell.
  package var why: String
}

/// Why a search cannot go on.
enum Stop: Error, Hashable {
  /// Something is not known yet.
  case wants(Wanted)
  /// A combination could not be judged: whatever follows would be a guess.
  case unjudged(Combination)

  var decision: Decision {
    switch self {
    case .wants(let wanted): .wants([wanted])
    case .unjudged(let combination): .ends(.unjudged(combination))
    }
  }
}

extension Ledger {
  /// Whether checks hold something against a combination.
  func isRed(
    _ lanes: [LaneID], _ scope: Scope, why: @autoclosure () -> String
  ) throws(Stop) -> Bool {
    let combination = Combination(lanes)
    switch reading(of: combination, scope) {
    case .green: return false
    case .red: return true
    case .broken: throw .unjudged(combination)
    case nil: throw .wants(Wanted(combination: combination, scope: scope, why: why()))
    }
  }

  /// Whether it is red a second time too: a lane is not put out for one unlucky run.
  func isRedAgain(_ lanes: [LaneID], _ checks: Set<CheckID>) throws(Stop) -> Bool {
    let combination = Combination(lanes)
    guard try isRed(lanes, .only(checks), why: "what fails here") else { return false }
    let red = redChecks(of: combination).intersection(checks)
    // One that is known to fail reliably is enough.
    if red.contains(where: { unconfirmed([$0], of: combination).isEmpty }) { return true }
    throw .wants(
      Wanted(combination: combination, scope: .only(red), why: "once more: is it flaky?"))
  }
}
