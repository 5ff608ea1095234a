package import GateModel

/// GitLab's code quality report. A finding without a place is put at the first line of gate.yml,
/// since every entry needs one. Source: GitLab, doc/ci/testing/code_quality.md.
package func gitlab(_ report: Report) -> JSON {
  let findings = report.findings
  return .array(
    zip(findings, fingerprints(of: findings)).map { finding, print in
      .object([
        "description": .string(finding.message + (finding.hint.map { ". \($0)" } ?? "")),
        "check_name": .string(finding.rule),
        "fingerprint": .string(print),
        "severity": .string(severity(finding.level)),
        "location": .object([
          "path": .string(finding.path?.description ?? "gate.yml"),
          "lines": ["begin": .integer(max(1, finding.line ?? 1))],
        ]),
      ])
    })
}

/// An error of the gate stops a merge: GitLab's second-highest word.
private func severity(_ level: Finding.Level) -> String {
  switch level {
  case .error: "critical"
  case .warning: "minor"
  case .note: "info"
  }
}
