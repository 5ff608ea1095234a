/// Why what a command wrote cannot be judged: the gate answers broken, never a pass.
package struct ResultProblem: Error, Sendable, Hashable {
  /// What is wrong: a clause without a closing point.
  package let message: String

  /// Makes a problem that says this.
  package init(_ message: String) {
    self.message = message
  }
}
