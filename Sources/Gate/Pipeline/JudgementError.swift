/// Why the gate cannot judge; exit code 2.
package struct JudgementError: Error, Sendable, Hashable {
  package var kind: Kind
  package var message: String
  package var hint: String?

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
