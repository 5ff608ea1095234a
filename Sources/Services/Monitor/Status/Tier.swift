/// Where evidence comes from, the most trusted first.
package enum Tier: Int, Sendable, Hashable, CaseIterable, Comparable {
  /// What the system says of a process: it lives, it ended with this code.
  case kernel
  /// Lists that somebody else keeps: the agent's own of its sessions, the terminal's of its panes.
  case registry
  /// What the agent's program reports by itself, as it happens.
  case hook
  /// The title that the program gives its terminal.
  case title
  /// What stands on the screen.
  case screen
  /// The file into which the agent writes its conversation.
  case transcript
  /// That something moved, and no more.
  case activity

  /// The word for it in files and answers.
  package var name: String { "\(self)" }

  /// Reads the word; nil where it is none.
  package init?(name: String) {
    guard let tier = Tier.allCases.first(where: { $0.name == name }) else { return nil }
    self = tier
  }

  /// Whether its evidence is a look at one moment, which the next look replaces whatever it says. The
  /// other tiers report events, and an event that says nothing leaves the last one standing.
  package var isSampled: Bool {
    switch self {
    case .kernel, .registry, .title, .screen: true
    case .hook, .transcript, .activity: false
    }
  }

  /// Whether the first is trusted more than the second.
  package static func < (a: Tier, b: Tier) -> Bool { a.rawValue < b.rawValue }
}
