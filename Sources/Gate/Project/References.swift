internal import GateModel
internal import YAML

/// Names in the plan that mean nothing, and what is there twice. Overlapping claims are not here:
/// they are judged, so that a gatekeeper can mend them (see `overlaps`).
func brokenReferences(in project: Project, gate: PlanNode?) -> [PlanProblem] {
  references(ofGate: project, gate) + references(ofLanes: project) + references(ofWaves: project)
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
  let rules = RuleNames.all + project.linters.map(\.name)
  for waiver in project.waivers where !rules.contains(waiver.rule) {
    problems.append(unknown("rule", waiver.rule, among: rules, at: waiver.location))
  }
  return problems
}

private func references(ofLanes project: Project) -> [PlanProblem] {
  var problems: [PlanProblem] = []
  for (index, lane) in project.lanes.enumerated() {
    if let first = project.lanes[..<index].first(where: { $0.id == lane.id }) {
      problems.append(
        PlanProblem(
          lane.location, "lane \(lane.id) stands in \(first.location.file) already"))
    }
    let suites = project.suites.map(\.name)
    for suite in lane.suites where !suites.contains(suite) {
      problems.append(unknown("suite", suite, among: suites, at: lane.location))
    }
  }
  return problems
}

private func references(ofWaves project: Project) -> [PlanProblem] {
  var problems: [PlanProblem] = []
  let lanes = project.lanes.map(\.id.description)
  for (index, wave) in project.waves.enumerated() {
    func problem(_ message: String) { problems.append(PlanProblem(wave.location, message)) }
    if let first = project.waves[..<index].first(where: { $0.number == wave.number }) {
      problem("wave \(wave.number) stands in \(first.location.file) already")
    }
    if let after = wave.after, project.wave(after) == nil {
      problem("wave \(wave.number) comes after wave \(after), which there is not")
    }
    if let after = wave.after, after >= wave.number {
      problem("wave \(wave.number) cannot come after wave \(after)")
    }
    for lane in wave.lanes where !lanes.contains(lane.id.description) {
      problems.append(unknown("lane", lane.id.description, among: lanes, at: wave.location))
    }
    let members = wave.lanes.map(\.id)
    if Set(wave.merge).count != wave.merge.count { problem("`merge` names a lane twice") }
    for lane in wave.merge where !members.contains(lane) {
      problem("`merge` names lane \(lane), which is not in `lanes`")
    }
    for lane in members where !wave.merge.contains(lane) {
      problem("`merge` lacks lane \(lane)")
    }
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
