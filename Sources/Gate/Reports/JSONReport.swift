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
    "proof": report.proof.map(json),
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
    "seconds": seconds(outcome.seconds),
    "findings": .array(outcome.findings.map(finding)),
    "tests": outcome.tests.map(tests),
    "output": outcome.output.map { .string($0.clipped(to: 64_000)) },
    "evidence": outcome.evidence.map { .string($0) },
    "migrations": outcome.migrations.isEmpty ? nil : .array(outcome.migrations.map(effect)),
  ])
}

private func effect(_ effect: MigrationEffect) -> JSON {
  .object([
    "path": .string(effect.path.description),
    "schema": .array(effect.schema.map { .string($0) }),
    "diff": .string(effect.diff),
    "statements": .array(effect.statements.map(statement)),
  ])
}

private func statement(_ statement: MigrationEffect.Statement) -> JSON {
  .object([
    "line": .integer(statement.line),
    "text": .string(statement.text),
    "blocks": .string(statement.blocks.rawValue),
    "locks": .array(
      statement.locks.map {
        .object([
          "relation": .string($0.relation), "mode": .string($0.mode),
          "blocks": .string($0.blocks.rawValue),
        ])
      }),
    "rewrites": .array(statement.rewrites.map { .string($0) }),
    "scans": .array(statement.scans.map { .string($0) }),
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

/// Failing tests that are listed; of more, the number is given.
private let maximumFailures = 1_000

/// Numbers, and the tests that failed: a suite's own files list the others.
private func tests(_ tests: TestResults) -> JSON {
  let listed = tests.failures.prefix(maximumFailures)
  let unlisted = tests.failed - listed.count
  return .object([
    "passed": .integer(tests.passed),
    "failed": .integer(tests.failed),
    "skipped": .integer(tests.skipped),
    "failures": .array(listed.map(failure)),
    "unlisted": unlisted > 0 ? .integer(unlisted) : nil,
  ])
}

private func failure(_ test: TestCase) -> JSON {
  .object([
    "id": .string(test.id),
    "message": .string(test.message.clipped(to: 16_000)),
    "path": test.path.map { .string($0.description) },
    "line": test.line.map { .integer($0) },
    "seconds": test.seconds.map(seconds),
  ])
}

/// To the millisecond.
func seconds(_ seconds: Double) -> JSON { .number(Double(milliseconds(seconds)) / 1000) }

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
