package import GateModel
package import GateRules

/// More changed files than this are listed without their line counts.
private let maximumCounted = 2000

extension Report {
  /// Joins what was judged into the report. Reads only the line counts of the changed files.
  package init(
    _ subject: RuleCase, plan: Plan, outcomes: [Outcome], wave: Int? = nil, remarks: [String] = []
  ) {
    let change = subject.change
    let verdict = Verdict(outcomes)
    let isCounted = change.files.count <= maximumCounted
    let files = change.files.map { file in
      // Lines that could not be judged have not been counted either; the rules say so.
      let hunks = isCounted ? (try? subject.contents.hunks(of: file)) ?? [] : []
      let isText = isCounted && (!hunks.isEmpty || file.status == .renamed)
      return File(
        path: file.path, oldPath: file.oldPath, status: file.status,
        lane: subject.ownership.owners(of: file.path).first,
        added: isText ? hunks.reduce(0) { $0 + $1.added.count } : nil,
        removed: isText ? hunks.reduce(0) { $0 + $1.removed.count } : nil)
    }
    let demands = subject.project.rules.sections
    let found = describedSections(of: change, demands)
    self.init(
      verdict: verdict, summary: summaryLine(verdict, outcomes, files.count),
      project: subject.project.name, base: change.base, head: change.head,
      lane: subject.lane.lane, wave: wave, profile: plan.profile, outcomes: outcomes, files: files,
      description: demands.map { Section(name: $0.names.first ?? $0.id, text: found[$0.id]) },
      next: nextSteps(outcomes), remarks: remarks)
  }
}

private func summaryLine(_ verdict: Verdict, _ outcomes: [Outcome], _ files: Int) -> String {
  let failed = outcomes.filter { $0.result == .failed }
  let broken = outcomes.filter { if case .broken = $0.result { true } else { false } }
  let judged = outcomes.filter { $0.result == .passed || $0.result == .cached }
  let warnings = outcomes.flatMap(\.findings).count { $0.level == .warning }
  func names(_ outcomes: [Outcome]) -> String {
    let names = outcomes.prefix(3).map(\.check.id.description).joined(separator: ", ")
    return outcomes.count > 3 ? "\(names) and \(outcomes.count - 3) more" : names
  }
  switch verdict {
  case .open:
    let remarks = warnings == 0 ? "" : ", \(count(warnings, "warning"))"
    return "\(count(judged.count, "check")) passed on \(count(files, "changed file"))\(remarks)"
  case .shut: return "\(count(failed.count, "check")) failed: \(names(failed))"
  case .unjudged where broken.isEmpty: return "there was nothing to judge"
  case .unjudged: return "\(count(broken.count, "check")) could not judge: \(names(broken))"
  }
}

/// `1 file`, `2 files`.
private func count(_ number: Int, _ word: String) -> String {
  "\(number) \(word)\(number == 1 ? "" : "s")"
}

private let maximumSteps = 20

/// What to do, most important first: what failed, then what could not judge.
private func nextSteps(_ outcomes: [Outcome]) -> [String] {
  var steps: [String] = []
  for finding in outcomes.flatMap(\.findings).filter({ $0.level == .error }).sorted() {
    let place = finding.path.map { path in "\(path)\(finding.line.map { ":\($0)" } ?? ""): " } ?? ""
    steps.append(
      "\(place)\(finding.message)\(finding.hint.map { "; \($0)" } ?? "") [\(finding.rule)]")
  }
  for outcome in outcomes {
    guard let failure = outcome.tests?.failures.first, let tests = outcome.tests else { continue }
    let more = tests.failed > 1 ? " and \(tests.failed - 1) more" : ""
    steps.append("make the test `\(failure.id)`\(more) of \(outcome.check.id) pass")
  }
  for outcome in outcomes {
    if case .broken(let why) = outcome.result { steps.append("\(outcome.check.id): \(why)") }
  }
  if outcomes.isEmpty {
    steps.append("nothing changed: commit your work, or name the right --base")
  }
  guard steps.count > maximumSteps else { return steps }
  return steps.prefix(maximumSteps) + ["and \(steps.count - maximumSteps) more, listed below"]
}
