internal import GateModel
internal import YAML

/// Names in the plan that mean nothing, and what is there twice. Overlapping claims are not here:
/// they are judged, so that a gatekeeper can mend them (see `overlaps`).
///
/// - Parameters:
///   - gate: gate.yml.
///   - lanes: the files of `Lanes/`, whose shape has been checked, and `waves` those of `Waves/`.
func brokenReferences(
  in project: Project, gate: PlanNode?, lanes: [PlanNode], waves: [PlanNode]
) -> [PlanProblem] {
  references(ofGate: project, gate) + lanes.flatMap { suites(ofLane: $0, in: project) }
    + twins(project) + waves.flatMap { references(ofWave: $0, in: project) }
    + criteria(in: project)
}

private func references(ofGate project: Project, _ gate: PlanNode?) -> [PlanProblem] {
  guard let gate else { return [] }
  var problems: [PlanProblem] = []
  let lanes = project.lanes.map(\.id.description)
  if let node = gate["gatekeeper"], !lanes.contains(node.text) {
    problems.append(unknown("lane", node.text, among: lanes, at: node.location))
  }
  for entry in gate["agents"]?.node.entries ?? [] where !lanes.contains(entry.key) {
    problems.append(
      unknown("lane", entry.key, among: lanes, at: entry.place(in: gate.file)))
  }
  let known = ["rules", "migrations"] + project.suites.map(\.name)
  for (_, profile) in gate["profiles"]?.entries ?? [] {
    for entry in profile.elements where !known.contains(entry.text) {
      problems.append(unknown("suite", entry.text, among: known, at: entry.location))
    }
  }
  for name in ["rules", "migrations"] {
    if let suite = project.suite(name) {
      problems.append(PlanProblem(suite.location, "a suite cannot be called `\(name)`"))
    }
  }
  for (index, linter) in project.linters.enumerated() {
    if project.linters[..<index].contains(where: { $0.name == linter.name }) {
      problems.append(PlanProblem(linter.location, "there are two linters called `\(linter.name)`"))
    }
    if linter.output == .regex("") {
      problems.append(PlanProblem(linter.location, "`output: regex` needs a `pattern`"))
    }
  }
  let rules =
    RuleNames.all + RuleNames.migrations + RuleNames.sql + RuleNames.contracts
    + RuleNames.waves
    + project.linters.map(\.name)
  for waiver in project.waivers where !rules.contains(waiver.rule) {
    problems.append(unknown("rule", waiver.rule, among: rules, at: waiver.location))
  }
  return problems
}

private func suites(ofLane lane: PlanNode, in project: Project) -> [PlanProblem] {
  let suites = project.suites.map(\.name)
  return (lane["suites"]?.elements ?? []).filter { !suites.contains($0.text) }.map {
    unknown("suite", $0.text, among: suites, at: $0.location)
  }
}

/// Lanes and waves that stand in two files.
private func twins(_ project: Project) -> [PlanProblem] {
  var problems: [PlanProblem] = []
  for (index, lane) in project.lanes.enumerated() {
    guard let first = project.lanes[..<index].first(where: { $0.id == lane.id }) else { continue }
    problems.append(
      PlanProblem(lane.location, "lane \(lane.id) stands in \(first.location.file) already"))
  }
  for (index, wave) in project.waves.enumerated() {
    let first = project.waves[..<index].first { $0.number == wave.number }
    guard let first else { continue }
    problems.append(
      PlanProblem(wave.location, "wave \(wave.number) stands in \(first.location.file) already"))
  }
  return problems
}

private func references(ofWave wave: PlanNode, in project: Project) -> [PlanProblem] {
  var problems: [PlanProblem] = []
  let number = wave["wave"]?.integer ?? 0
  if let after = wave["after"] {
    if after.integer >= number {
      let message = "wave \(number) cannot come after wave \(after.integer)"
      problems.append(PlanProblem(after.location, message))
    } else if project.wave(after.integer) == nil {
      let message = "wave \(number) comes after wave \(after.integer), which there is not"
      problems.append(PlanProblem(after.location, message))
    }
  }
  let lanes = project.lanes.map(\.id.description)
  let entries = wave["lanes"]?.node.entries ?? []
  for entry in entries where !lanes.contains(entry.key) {
    problems.append(unknown("lane", entry.key, among: lanes, at: entry.place(in: wave.file)))
  }
  guard let merge = wave["merge"] else { return problems }
  let members = entries.map(\.key)
  var seen: Set<String> = []
  for lane in merge.elements {
    if !seen.insert(lane.text).inserted {
      problems.append(PlanProblem(lane.location, "`merge` names lane \(lane.text) twice"))
    } else if !members.contains(lane.text) {
      let message = "`merge` names lane \(lane.text), which is not in `lanes`"
      problems.append(PlanProblem(lane.location, message))
    }
  }
  for lane in members where !seen.contains(lane) {
    problems.append(PlanProblem(merge.location, "`merge` lacks lane \(lane)"))
  }
  return problems
}

private func criteria(in project: Project) -> [PlanProblem] {
  let suites = project.suites.map(\.name)
  return project.waves.flatMap(\.acceptance).compactMap { criterion in
    guard case .suite(let name) = criterion.probe, !suites.contains(name) else { return nil }
    return unknown("suite", name, among: suites, at: criterion.location)
  }
}

private func unknown(
  _ kind: String, _ name: String, among names: [String], at location: Location
) -> PlanProblem {
  let advice =
    nearest(to: name, among: names).map { "did you mean `\($0)`?" }
    ?? (names.isEmpty ? "the plan has none" : "the plan has \(choice(names))")
  return PlanProblem(location, "there is no \(kind) `\(name)`; \(advice)")
}
