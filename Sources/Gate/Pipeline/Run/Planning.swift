package import GateModel
internal import GateProject
package import GateRules

/// What a change is judged with, besides the change itself.
package struct Selection: Sendable, Hashable {
  /// Nil means `full`, and every check where the plan has no such profile.
  package var profile: String?
  /// The wave that the change is part of, for its report.
  package var wave: Int?
  /// The lanes whose own suites run too, where no profile is named; nil means that of the change.
  package var lanes: [LaneID]?

  /// Selects the default profile, no wave and the change's own lane, except where an argument says
  /// otherwise.
  package init(profile: String? = nil, wave: Int? = nil, lanes: [LaneID]? = nil) {
    (self.profile, self.wave, self.lanes) = (profile, wave, lanes)
  }
}

extension Plan {
  /// Everything that will be judged, in order, with the reason. Pure; nothing has run yet.
  ///
  /// - Parameter freezes: what is frozen; without it, no check holds the change against it.
  package init(
    for subject: RuleCase, with selection: Selection, freezes: FreezeCase? = nil
  ) throws {
    let project = subject.project
    let (name, entries) = try project.entries(of: selection.profile)
    if subject.change.files.isEmpty {
      // An empty change is no pass: nothing was done, or the wrong base was named.
      self.init(profile: name, checks: [])
      return
    }
    var checks: [Check] = []
    var suites: [String] = []
    for entry in entries {
      switch entry {
      case .rules:
        checks += ruleChecks(subject) + linterChecks(subject)
        checks += freezeChecks(subject, freezes, of: [.api, .signatures])
      case .migrations:
        checks += migrationChecks(subject) + freezeChecks(subject, freezes, of: [.schema])
      case .suite(let suite): suites.append(suite)
      }
    }
    if selection.profile == nil {
      for lane in selection.lanes ?? subject.lane.lane.map({ [$0] }) ?? [] {
        let own = project.lane(lane)?.suites ?? []
        suites += own.filter { !suites.contains($0) }
      }
    }
    checks += suites.compactMap { project.suite($0).map { suiteCheck($0, subject) } }
    self.init(profile: name, checks: checks)
  }
}

extension Project {
  fileprivate func entries(
    of profile: String?
  ) throws -> (name: String, entries: [Profile.Entry]) {
    let name = profile ?? "full"
    if let found = profiles.first(where: { $0.name == name }) { return (name, found.entries) }
    if name == "full" { return (name, [.rules, .migrations] + suites.map { .suite($0.name) }) }
    let names = profiles.map(\.name).filter { $0 != "full" } + ["full"]
    let advice =
      nearest(to: name, among: names).map { "did you mean `\($0)`?" }
      ?? "the plan has \(names.joined(separator: ", "))"
    throw UsageError("there is no profile `\(name)`; \(advice)")
  }
}

/// What the caller asked for cannot be meant; exit code 64.
package struct UsageError: Error, Sendable, Hashable {
  /// What was asked for and why it cannot be meant, without a closing point.
  package var message: String

  /// Makes an error that says this.
  package init(_ message: String) {
    self.message = message
  }
}

private func ruleChecks(_ subject: RuleCase) -> [Check] {
  let plan = [planCheck(subject)]
  return plan
    + allRules.map { rule in
      let id = CheckID.rule(rule.id)
      if rule.level(in: subject.project, lane: subject.lane.lane) == .off {
        return Check(id: id, reason: "switched off in the plan", isSkipped: true)
      }
      if let reason = rule.reasonToSkip(subject) {
        return Check(id: id, reason: reason, isSkipped: true)
      }
      return Check(id: id, reason: rule.summary)
    }
}

private func planCheck(_ subject: RuleCase) -> Check {
  let isTouched = subject.change.files.flatMap(\.paths).contains(where: PlanFile.isPlan)
  return isTouched
    ? Check(id: .rule("plan"), reason: "the change edits the plan, which has to load")
    : Check(id: .rule("plan"), reason: "the change does not edit the plan", isSkipped: true)
}

private func linterChecks(_ subject: RuleCase) -> [Check] {
  subject.project.linters.map { linter in
    let id = CheckID.linter(linter.name)
    if linter.level == .off {
      return Check(id: id, reason: "switched off in the plan", isSkipped: true)
    }
    return check(id, runsFor: linter.when, subject, "nothing under its `when` changed")
  }
}

private func suiteCheck(_ suite: Suite, _ subject: RuleCase) -> Check {
  check(.suite(suite.name), runsFor: suite.inputs, subject, "none of its inputs changed")
}

/// Runs for a change to some file of the globs; for every change where there are none.
private func check(
  _ id: CheckID, runsFor globs: [Glob], _ subject: RuleCase, _ otherwise: String
) -> Check {
  let set = GlobSet(globs)
  guard !globs.isEmpty else { return Check(id: id, reason: "runs for every change") }
  let touched = subject.change.files.flatMap(\.paths).filter(set.contains)
  guard let first = touched.first else {
    return Check(id: id, reason: otherwise, isSkipped: true)
  }
  let more = touched.count > 1 ? " and \(touched.count - 1) more" : ""
  return Check(id: id, reason: "`\(first)`\(more) changed")
}

private func migrationChecks(_ subject: RuleCase) -> [Check] {
  let ids = migrationCheckNames.map { CheckID.migrations($0) }
  guard let settings = subject.project.migrations else {
    return ids.map { Check(id: $0, reason: "the plan names no migrations", isSkipped: true) }
  }
  let paths = subject.change.files.flatMap(\.paths).filter(settings.contains)
  guard let first = paths.first else {
    return ids.map { Check(id: $0, reason: "no migration changed", isSkipped: true) }
  }
  let more = paths.count > 1 ? " and \(paths.count - 1) more" : ""
  return ids.map { Check(id: $0, reason: "`\(first)`\(more) changed") }
}

/// In the order in which one needs the other.
private let migrationCheckNames = ["order", "lint"] + databaseCheckNames
