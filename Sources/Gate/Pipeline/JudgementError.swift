/// Why the gate cannot judge; exit code 2.
package struct JudgementError: Error, Sendable, Hashable {
  /// Which reason it is, for a caller that answers it in its own way.
  package var kind: Kind
  /// What is in the way, as one sentence without a closing point.
  package var message: String
  /// What to do, in one line; nil where there is nothing to advise.
  package var hint: String?

  /// Makes an error; without a hint it gives no advice, without a kind no caller tells it apart.
  package init(_ message: String, hint: String? = nil, kind: Kind = .other) {
    self.kind = kind
    self.message = message
    self.hint = hint
  }

  /// What a caller may want to tell apart.
  package enum Kind: Sendable, Hashable {
    /// The base has no plan.
    case noPlan
    case other
  }
}
