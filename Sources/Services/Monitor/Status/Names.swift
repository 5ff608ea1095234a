internal import GateModel

/// Names one agent for as long as it is watched: `B`, `tmux:%3`, a UUID. One to 128 visible ASCII
/// characters.
package struct AgentID: Hashable, Sendable, Comparable, CustomStringConvertible {
  /// As written; case counts.
  package let description: String

  /// Fails where the text is no such name.
  package init?(_ text: some StringProtocol) {
    let bytes = text.utf8
    guard (1...128).contains(bytes.count), bytes.allSatisfy({ (0x21...0x7E).contains($0) }) else {
      return nil
    }
    description = String(text)
  }

  /// In the order of bytes.
  package static func < (a: AgentID, b: AgentID) -> Bool {
    a.description.utf8.lexicographicallyPrecedes(b.description.utf8)
  }
}

/// Names what made a piece of evidence: `claude/permission-request`. Two words of ASCII letters, digits,
/// `-`, `_` and `.` with a slash between them, 100 characters at most.
package struct RuleID: Hashable, Sendable, Comparable, CustomStringConvertible {
  /// As written; case counts.
  package let description: String

  /// Fails where the text is no such name.
  package init?(_ text: some StringProtocol) {
    let words = text.split(separator: "/", omittingEmptySubsequences: false)
    guard text.utf8.count <= 100, words.count == 2,
      words.allSatisfy({ word in
        !word.isEmpty && word.utf8.allSatisfy { $0.isLetterOrDigit || "-_.".utf8.contains($0) }
      })
    else { return nil }
    description = String(text)
  }

  /// A name that stands in this module's own source.
  init(known text: String) {
    guard let id = RuleID(text) else { preconditionFailure("`\(text)` is no rule's name") }
    self = id
  }

  /// In the order of bytes.
  package static func < (a: RuleID, b: RuleID) -> Bool {
    a.description.utf8.lexicographicallyPrecedes(b.description.utf8)
  }
}
