package import GateModel

/// A small change that a rule lets pass or not: shown in its documentation and tried by the tests.
package struct RuleExample: Sendable {
  /// What the change does, as a sentence for the documentation.
  package var title: String
  package var isGood: Bool
  package var project: Project
  package var lane: LaneID?
  package var message: String
  /// The files at the base.
  package var before: [String: String]
  /// What the head does to them; nil deletes.
  package var edits: [String: String?]

  package init(
    _ title: String, isGood: Bool, project: Project = Project(), lane: LaneID? = nil,
    message: String = "", before: [String: String] = [:], edits: [String: String?] = [:]
  ) {
    self.title = title
    self.isGood = isGood
    self.project = project
    self.lane = lane
    self.message = message
    self.before = before
    self.edits = edits
  }
}
