package import GateModel

/// Why a wave does not land, or has landed and not everywhere.
package struct LandingRefusal: Error, Sendable, Hashable {
  /// What stands in the way, as one sentence without a closing point.
  package var message: String
  /// What to do, in one line; nil where there is nothing to advise.
  package var hint: String?
  /// Nil where nothing was changed. Else the branch is at the proved merge, and what is said is missing there.
  package var moved: ObjectID?

  init(_ message: String, hint: String? = nil, moved: ObjectID? = nil) {
    self.message = message
    self.hint = hint
    self.moved = moved
  }
}
