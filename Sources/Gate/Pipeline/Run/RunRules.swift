package import GateModel
internal import GateProject
package import GateRules

/// Tries the checks of a plan that need nothing but the change, in order; the others are not in the
/// answer. The milliseconds of each are measured with the clock.
package func judgeRules(
  _ plan: Plan, _ subject: RuleCase, clock: ContinuousClock = ContinuousClock()
) -> [Outcome] {
  var subject = subject
  var headPlan: Result<HeadPlan, any Error>?
  if plan.checks.contains(where: { $0.id == .rule("plan") && !$0.isSkipped }) {
    headPlan = Result { try HeadPlan(subject.contents) }
    if case .success(let plan) = headPlan { subject.headWaivers = plan.project?.waivers }
  }
  return plan.checks.compactMap { check in
    guard case .rule(let name) = check.id else { return nil }
    if check.isSkipped { return Outcome(check: check, result: .skipped) }
    let start = clock.now
    var outcome: Outcome
    if let rule = allRules.first(where: { $0.id == name }) {
      outcome = judge(rule, subject, as: check)
    } else if let headPlan {
      outcome = planOutcome(headPlan, check)
    } else {
      outcome = Outcome(check: check, result: .broken("there is no rule `\(name)`"))
    }
    outcome.seconds = (clock.now - start).seconds
    return outcome
  }
}

private func planOutcome(_ plan: Result<HeadPlan, any Error>, _ check: Check) -> Outcome {
  switch plan {
  case .success(let plan):
    let result: Outcome.Result = plan.findings.isEmpty ? .passed : .failed
    return Outcome(check: check, result: result, findings: plan.findings.sorted())
  case .failure(let error):
    return Outcome(check: check, result: .broken("the plan of the head cannot be read: \(error)"))
  }
}

extension Plan {
  /// What came of every check, in order. A check that nobody judged has an outcome too: it is broken,
  /// never a pass.
  package func outcomes(_ judged: [Outcome]) -> [Outcome] {
    checks.map { check in
      if let outcome = judged.first(where: { $0.check.id == check.id }) { return outcome }
      if check.isSkipped { return Outcome(check: check, result: .skipped) }
      return Outcome(check: check, result: .broken("this version of gate cannot run it"))
    }
  }
}
