package import GateModel

/// What came of the migrations of two lanes in both orders.
package struct Commutation: Sendable, Hashable {
  /// The one that is merged first, as far as that is known.
  package var first: LaneSteps
  /// The other one.
  package var second: LaneSteps
  /// What both touch.
  package var shared: [String]
  /// What was found.
  package var result: Result

  /// What may be found.
  package enum Result: Sendable, Hashable {
    /// They touch nothing in common: one order is as good as the other.
    case disjoint
    /// Both orders ran: how what the second makes differs from what the first does.
    case ran(SchemaDifference)
    /// Each runs alone, but this migration of a lane does not run after the other lane's.
    case fails(Migration, of: LaneID, after: LaneID, ScriptFailure)
  }
}
