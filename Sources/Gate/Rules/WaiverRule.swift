internal import GateModel

/// Waivers end on their day.
struct WaiverRule: Rule {
  let id = "waiver"
  let summary = "No waiver of the plan has expired."
  let defaultLevel = RuleLevel.error
  let explanation = """
    A waiver is a debt with a date: a rule, the paths, an owner, a reason and the last day on which \
    it holds. After that day it waives nothing, and it is an error of its own until somebody \
    renews or removes it. A change that edits the plan is judged by its own waivers here, so that \
    it can mend them.
    """

  func reasonToSkip(_ subject: RuleCase) -> String? { nil }

  func findings(in subject: RuleCase) -> [Finding] {
    (subject.headWaivers ?? subject.project.waivers).filter { $0.expires < subject.today }.map {
      Finding(
        rule: id, path: RepoPath($0.location.file), line: $0.location.line,
        message: "the waiver of `\($0.rule)` expired on \($0.expires); it is \($0.owner)'s",
        hint: "mend what it waived and remove it, or have the gatekeeper renew it")
    }
  }

  var examples: [RuleExample] {
    func project(until day: String) -> Project {
      var project = Project()
      guard let day = Day(day), let glob = try? Glob("old/**") else { return project }  // Literals.
      project.waivers = [
        Waiver(
          rule: "no-compat-alias", paths: [glob], owner: "ann", reason: "removed in wave 3",
          expires: day, location: Location(file: "gate.yml", line: 9, column: 3))
      ]
      return project
    }
    return [
      RuleExample(
        "A waiver that still holds.", isGood: true, project: project(until: "2100-01-01")),
      RuleExample("A waiver of the past.", isGood: false, project: project(until: "2001-01-01")),
    ]
  }
}
