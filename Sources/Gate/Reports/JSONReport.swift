package import GateModel

/// The name of the canonical format and its version.
package let reportSchema = "gate-report/1"

/// The canonical form of a report; `Report(json:)` reads it back.
package func json(_ report: Report) -> JSON {
  .object([
    "schema": .string(reportSchema),
    "verdict": .string(report.verdict.rawValue),
    "summary": .string(report.summary),
    "project": .string(report.project),
    "base": revision(report.base),
    "head": revision(report.head),
    "lane": report.lane.map { .string($0.description) } ?? .null,
    "wave": report.wave.map { .integer($0) } ?? .null,
    "profile": .string(report.profile),
    "checks": .array(report.outcomes.map(outcome)),
    "files": .array(report.files.map(file)),
    "description": .array(
      report.description.map {
        .object(["section": .string($0.name), "text": $0.text.map { .string($0) } ?? .null])
      }),
    "next": .array(report.next.map { .string($0) }),
    "remarks": .array(report.remarks.map { .string($0) }),
  ])
}

private func revision(_ revision: Revision) -> JSON {
  .object([
    "ref": .string(revision.ref),
    "commit": revision.commit.map { .string($0.description) } ?? .null,
    "tree": revision.tree.map { .string($0.description) },
  ])
}

private func outcome(_ outcome: Outcome) -> JSON {
  var error: JSON?
  if case .broken(let why) = outcome.result { error = .string(why) }
  return .object([
    "id": .string(outcome.check.id.description),
    "outcome": .string(outcome.result.name),
    "reason": .string(outcome.check.reason),
    "error": error,
    "seconds": .number((outcome.seconds * 1000).rounded() / 1000),
    "findings": .array(outcome.findings.map(finding)),
    "tests": outcome.tests.map(tests),
    "output": outcome.output.map { .string($0) },
  ])
}

private func finding(_ finding: Finding) -> JSON {
  .object([
    "rule": .string(finding.rule),
    "level": .string(finding.level.rawValue),
    "path": finding.path.map { .string($0.description) },
    "line": finding.line.map { .integer($0) },
    "message": .string(finding.message),
    "hint": finding.hint.map { .string($0) },
  ])
}

/// Numbers, and the tests that failed: a suite's own files list the others.
private func tests(_ tests: TestResults) -> JSON {
  .object([
    "passed": .integer(tests.passed),
    "failed": .integer(tests.failed),
    "skipped": .integer(tests.skipped),
    "failures": .array(
      tests.failures.map {
        .object([
          "id": .string($0.id),
          "message": .string($0.message),
          "path": $0.path.map { .string($0.description) },
          "line": $0.line.map { .integer($0) },
        ])
      }),
  ])
}

private func file(_ file: Report.File) -> JSON {
  .object([
    "path": .string(file.path.description),
    "oldPath": file.oldPath.map { .string($0.description) },
    "status": .string(file.status.rawValue),
    "lane": file.lane.map { .string($0.description) } ?? .null,
    "added": file.added.map { .integer($0) } ?? .null,
    "removed": file.removed.map { .integer($0) } ?? .null,
  ])
}
