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
  /// Why it has nothing to judge in this case, as a clause; nil where it has. Looks at no file.
  func reasonToSkip(_ subject: RuleCase) -> String?
  /// In any order. What is an error by nature is written as one; `judge` applies the level that
  /// the plan sets. Throws where it cannot judge.
  func findings(in case: RuleCase) throws -> [Finding]
}

extension Rule {
  /// Nil, for rules that have something to judge in every case.
  package func reasonToSkip(_ subject: RuleCase) -> String? { nil }
}

/// What a rule looks at.
package struct RuleCase {
  /// What lies between both sides, and what its author says of it.
  package var change: Change
  /// The plan that the change is judged by.
  package var project: Project
  /// The claims of the project's lanes, compiled.
  package var ownership: Ownership
  /// Which lane the change comes from, or why that is not settled.
  package var lane: LaneResolution
  /// What both sides hold, read as a rule asks for it.
  package var contents: any ChangeContents
  /// The day of the run, UTC: a waiver holds until its last day is over.
  package var today: Day
  /// The waivers of the plan at the head, where the change edits the plan.
  package var headWaivers: [Waiver]?
  /// What the lanes' agents do; nil where nobody says it.
  package var agents: [AgentState]?

  /// Makes a case, and works out ownership and lane from the others. Without `headWaivers`, the
  /// project's own are looked at; without `agents`, nobody says what they do.
  package init(
    change: Change, project: Project, contents: any ChangeContents, today: Day,
    headWaivers: [Waiver]? = nil, agents: [AgentState]? = nil
  ) {
    self.change = change
    self.project = project
    self.contents = contents
    self.today = today
    self.headWaivers = headWaivers
    self.agents = agents
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
  /// What is in the way, and what to do, without a closing point.
  package var message: String

  /// Makes an error that says this.
  package init(_ message: String) {
    self.message = message
  }
}
