package import GateModel

/// A judgement over a change that needs nothing but the change: one file of `Gate/Rules` each.
package protocol Rule: Sendable {
  /// As in gate.yml and in findings.
  var id: String { get }
  /// One line for lists.
  var summary: String { get }
  var defaultLevel: RuleLevel { get }
  /// Markdown for docs/rules: what it judges, why, and how to be right.
  var explanation: String { get }
  /// At least one change that it lets pass and one that it does not.
  var examples: [RuleExample] { get }
  /// Why it has nothing to judge in this project; nil where it has.
  func reasonToSkip(_ project: Project) -> String?
  /// In any order; the level is set afterwards, save where it is a warning or note by nature.
  func findings(in case: RuleCase) throws -> [Finding]
}

/// What a rule looks at.
package struct RuleCase {
  package var change: Change
  package var project: Project
  package var ownership: Ownership
  /// The lane that the change comes from, where that is settled.
  package var lane: LaneID?
  package var contents: any ChangeContents
  package var today: Day
  /// The waivers of the plan at the head, where the change edits the plan.
  package var headWaivers: [Waiver]?

  package init(
    change: Change, project: Project, ownership: Ownership, lane: LaneID?,
    contents: any ChangeContents, today: Day, headWaivers: [Waiver]? = nil
  ) {
    self.change = change
    self.project = project
    self.ownership = ownership
    self.lane = lane
    self.contents = contents
    self.today = today
    self.headWaivers = headWaivers
  }
}
