package import GateModel

/// A judgement over a change that needs nothing but the change: one file of this folder each.
package protocol Rule: Sendable {
  /// As in gate.yml and in findings.
  var id: String { get }
  /// One line for lists.
  var summary: String { get }
  var defaultLevel: RuleLevel { get }
  /// Markdown for docs/rules: what it judges, why, and how to be right.
  var explanation: String { get }
  /// Changes that it lets pass and changes that it does not: at least one of each.
  var examples: [RuleExample] { get }
  /// Why it has nothing to judge in this project, as a clause; nil where it has.
  func reasonToSkip(_ project: Project) -> String?
  /// In any order. What is an error by nature is written as one; `judge` applies the level that
  /// the plan sets. Throws where it cannot judge.
  func findings(in case: RuleCase) throws -> [Finding]
}

extension Rule {
  package func reasonToSkip(_ project: Project) -> String? { nil }
}

/// What a rule looks at.
package struct RuleCase {
  package var change: Change
  package var project: Project
  package var ownership: Ownership
  package var lane: LaneResolution
  package var contents: any ChangeContents
  package var today: Day
  /// The waivers of the plan at the head, where the change edits the plan.
  package var headWaivers: [Waiver]?

  package init(
    change: Change, project: Project, contents: any ChangeContents, today: Day,
    headWaivers: [Waiver]? = nil
  ) {
    self.change = change
    self.project = project
    self.contents = contents
    self.today = today
    self.headWaivers = headWaivers
    ownership = Ownership(lanes: project.lanes)
    lane = LaneResolution(of: change.claims, in: project)
  }

  /// Whether the change comes from the gatekeeper's lane.
  package var isGatekeepers: Bool {
    guard case .settled(let id) = lane else { return false }
    return id == project.gatekeeper
  }
}

/// Why a rule could not judge; the gate then stays shut. One sentence, and what to do.
package struct CannotJudge: Error, Sendable, Hashable {
  package var message: String

  package init(_ message: String) {
    self.message = message
  }
}
