package import GateModel

/// Tries one rule on a change: findings at the level that the plan sets, waivers applied, in report
/// order. A rule that throws has not judged: the outcome is broken.
package func judge(_ rule: any Rule, _ subject: RuleCase, as check: Check) -> Outcome {
  let level = rule.level(in: subject.project, lane: subject.lane.lane)
  do {
    let found = try rule.findings(in: subject).map { leveled($0, level) }
    return outcome(of: found, by: subject.project, on: subject.today, as: check)
  } catch let error as CannotJudge {
    return Outcome(check: check, result: .broken(error.message))
  } catch {
    return Outcome(check: check, result: .broken("\(rule.id) could not judge: \(error)"))
  }
}

/// What findings make of a check: those that are waived become notes, and an error that is left fails it.
/// The findings' levels are the plan's already.
///
/// - Parameter today: the day on which waivers may have expired.
package func outcome(
  of findings: [Finding], by project: Project, on today: Day, as check: Check
) -> Outcome {
  if findings.isEmpty { return Outcome(check: check, result: .passed) }
  let waivers = project.waivers.filter { $0.expires >= today }
    .map { (waiver: $0, paths: GlobSet($0.paths)) }
  let findings = findings.map { applied(waivers, to: $0) }.sorted()
  let result: Outcome.Result = findings.contains { $0.level == .error } ? .failed : .passed
  return Outcome(check: check, result: result, findings: shortened(findings))
}

extension Rule {
  /// The lane's level, else the plan's, else the rule's own.
  package func level(in project: Project, lane: LaneID?) -> RuleLevel {
    lane.flatMap(project.lane)?.rules[id]?.level ?? project.rules.levels[id] ?? defaultLevel
  }
}

/// The plan's level replaces an error's; warnings and notes by nature stay below it.
private func leveled(_ finding: Finding, _ level: RuleLevel) -> Finding {
  var finding = finding
  if finding.level == .error, level == .warning { finding.level = .warning }
  return finding
}

/// A waived finding is kept as a note, so that nobody forgets it.
private func applied(_ waivers: [(waiver: Waiver, paths: GlobSet)], to finding: Finding) -> Finding
{
  guard let path = finding.path,
    let waiver = waivers.first(where: {
      $0.waiver.rule == finding.rule && $0.paths.contains(path)
    })?.waiver
  else { return finding }
  var finding = finding
  finding.level = .note
  finding.hint = "waived by \(waiver.owner) until \(waiver.expires): \(waiver.reason)"
  return finding
}

/// A report is for reading: beyond this many findings of one check, only their number is told.
let maximumFindings = 200

private func shortened(_ findings: [Finding]) -> [Finding] {
  guard findings.count > maximumFindings else { return findings }
  let cut = findings[maximumFindings...]
  let closing = Finding(
    rule: cut.first?.rule ?? "", level: cut.first?.level ?? .note,
    message: "and \(cut.count) more, not listed")
  return findings[..<maximumFindings] + [closing]
}
