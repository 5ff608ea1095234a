internal import Patterns

/// One rule of a pack: what to look at, what has to be there and what not, and what follows from it.
package struct StatusRule: Sendable {
  /// Where it looks.
  package enum Place: Sendable, Hashable {
    case title
    /// The last lines of the screen that are not blank.
    case last(Int)
    /// The block above the input box.
    case slot
  }

  /// Its name, which a file of the user can name again to replace it.
  package var id: RuleID
  /// Whose terminal it reads.
  package var kind: AgentKind
  /// Where it looks.
  package var place: Place
  /// The status that follows; nil where the sight only says that nothing follows.
  package var claim: Status?
  /// More about it.
  package var substate: Substate?
  var pattern: Pattern
  var not: Pattern?
  var detail: Pattern?
  /// Lines that only quote something are left out.
  var skipsQuotes = false

  /// What kind of evidence it gives.
  package var tier: Tier { place == .title ? .title : .screen }

  /// Whether it is tried on a program. One that nobody has named may be any agent's, but is no shell.
  func reads(_ kind: AgentKind) -> Bool {
    self.kind == kind || (kind == .other && self.kind != .shell)
  }
}

/// What a rule found.
package struct RuleHit: Sendable, Hashable {
  /// Which rule.
  package var rule: RuleID
  /// Title or screen.
  package var tier: Tier
  /// The status that follows.
  package var claim: Status?
  /// More about it.
  package var substate: Substate?
  /// What was asked or is wrong, as it stood there.
  package var detail: String?
}

/// A rule that was tried.
package struct RuleTrial: Sendable, Hashable {
  /// What came of it.
  package enum Outcome: Sendable, Hashable {
    case hit(RuleHit)
    case miss
    /// The pattern holds, and so does the one that must not.
    case excluded
    /// A pattern took too many steps: counts as a miss.
    case tooLong(String)
  }

  /// Which rule.
  package var rule: RuleID
  /// What came of it.
  package var outcome: Outcome
}

/// What one look at an agent's terminal shows.
package struct Sight: Sendable {
  /// The terminal's title; nil where it was not looked at.
  package var title: String?
  /// What it shows; nil where it was not looked at.
  package var screen: Screen?

  /// Takes a look's parts; of a title only its start counts.
  package init(title: String?, screen: Screen?) {
    self.title = title.map { Screen.plain(String($0.unicodeScalars.prefix(500))) }
    self.screen = screen
  }

  /// The text at a place; nil where there is none.
  func text(at place: StatusRule.Place, skippingQuotes: Bool) -> String? {
    let lines: [String]?
    switch place {
    case .title: return title
    case .last(let count): lines = screen?.last(count)
    case .slot: lines = screen?.slot
    }
    let kept = lines?.filter { !skippingQuotes || !Sight.isQuote($0) }
    return kept?.joined(separator: "\n")
  }

  /// Output of tools, what somebody typed, and boxes.
  private static func isQuote(_ line: String) -> Bool {
    guard let first = line.first(where: { $0 != " " }) else { return false }
    return "⎿│❯>".contains(first)
  }
}

extension StatusRule {
  /// Tries it on a look.
  func trial(on sight: Sight) -> RuleTrial {
    RuleTrial(rule: id, outcome: outcome(on: sight))
  }

  private func outcome(on sight: Sight) -> RuleTrial.Outcome {
    guard let text = sight.text(at: place, skippingQuotes: skipsQuotes) else { return .miss }
    do {
      guard try pattern.matches(text) else { return .miss }
      if let not, try not.matches(text) { return .excluded }
      let match = try detail?.firstMatch(in: text)
      let found = (match?.groups["detail"] ?? match?.text).map { oneLine($0) }
      return .hit(
        RuleHit(
          rule: id, tier: tier, claim: claim, substate: substate,
          detail: found?.isEmpty == true ? nil : found))
    } catch {
      return .tooLong(error.message)
    }
  }
}
