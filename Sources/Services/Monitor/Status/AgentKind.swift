/// The program that an agent is: it decides which rules are tried and what its hooks mean.
package enum AgentKind: String, Sendable, Hashable, CaseIterable {
  case claude, codex, gemini, aider, shell
  /// Any other program; it can still report about itself.
  case other
}
