internal import GateModel
internal import YAML

extension Wave {
  /// From a file of `Waves/`. Without `merge`, the lanes are merged as they are listed.
  init(plan: PlanNode) {
    let lanes = (plan["lanes"]?.entries ?? []).compactMap { entry in
      LaneID(entry.key).map { WaveLane(id: $0, tasks: entry.value.taskTexts) }
    }
    self.init(
      number: plan["wave"]?.integer ?? 0, title: plan["title"]?.text ?? "",
      after: plan["after"]?.integer, lanes: lanes,
      merge: plan["merge"]?.laneIDs ?? lanes.map(\.id),
      freezes: plan["freezes"].texts.compactMap { FrozenInterface(rawValue: $0) },
      acceptance: plan["acceptance"]?.elements.compactMap { Criterion(plan: $0) } ?? [],
      location: plan.location)
  }
}

extension PlanNode {
  fileprivate var taskTexts: [String] { node.kind == .null ? [] : texts }
}

extension Criterion {
  /// Nil where there is not exactly one probe with what it needs; `problem(in:)` says why.
  init?(plan: PlanNode) {
    guard Criterion.problem(in: plan) == nil, let probe = Probe(plan: plan) else { return nil }
    let asksServer = if case .http = probe { true } else { false }
    self.init(
      name: plan["name"]?.text ?? "", probe: probe,
      serve: asksServer || plan["serve"]?.isTrue == true, location: plan.location)
  }

  /// What is wrong with the criteria of a wave's file beyond their shape.
  static func problems(inWave plan: PlanNode) -> [PlanProblem] {
    var names: Set<String> = []
    return (plan["acceptance"]?.elements ?? []).compactMap { criterion in
      let name = criterion["name"]?.text ?? ""
      // Its check is called so: one would stand for the other.
      let isTwin = !names.insert(name).inserted
      let problem = isTwin ? "there are two criteria called `\(name)`" : problem(in: criterion)
      return problem.map { PlanProblem(criterion.location, $0) }
    }
  }

  private static func problem(in plan: PlanNode) -> String? {
    let probes = ["run", "suite", "http", "sql"].filter { plan[$0] != nil }
    guard probes.count == 1 else {
      return probes.isEmpty
        ? "a criterion needs one of `run`, `suite`, `http` or `sql`"
        : "a criterion has only one of \(choice(probes))"
    }
    let expectations = ["equals", "at_least", "contains"].filter { plan[$0] != nil }
    if expectations.count > 1 { return "a criterion has only one of \(choice(expectations))" }
    switch probes.first {
    case "sql" where expectations.isEmpty:
      return "`sql` needs what to expect: `equals`, `at_least` or `contains`"
    case "http" where plan["json"] != nil && expectations.isEmpty:
      return "`json` needs what to expect: `equals`, `at_least` or `contains`"
    case "http" where plan["http"]?.requestLine == nil:
      return "`http` is a method and a path: `GET /healthz`"
    case "http" where plan["json"].map({ JSONPlace($0.text) == nil }) == true:
      return "`json` is a place with names and indexes: `$.items[0].name`"
    default: return nil
    }
  }
}

extension Criterion.Probe {
  fileprivate init?(plan: PlanNode) {
    if let command = plan["run"] {
      self = .run(command.text, exit: plan["exit"]?.integer ?? 0)
    } else if let suite = plan["suite"] {
      self = .suite(suite.text)
    } else if let request = plan["http"]?.requestLine {
      self = .http(
        request, status: plan["status"]?.integer, json: plan["json"].flatMap { JSONPlace($0.text) },
        Criterion.Expectation(plan: plan))
    } else if let query = plan["sql"], let expected = Criterion.Expectation(plan: plan) {
      self = .sql(query.text, expected)
    } else {
      return nil
    }
  }
}

extension Criterion.Expectation {
  fileprivate init?(plan: PlanNode) {
    if let value = plan["equals"] {
      self = .equals(value.text)
    } else if let least = plan["at_least"].flatMap({ Double($0.text) }) {
      self = .atLeast(least)
    } else if let part = plan["contains"] {
      self = .contains(part.text)
    } else {
      return nil
    }
  }
}
