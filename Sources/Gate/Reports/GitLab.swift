package import GateModel

/// GitLab's code quality report. A finding without a place is put at the first line of gate.yml,
/// since every entry needs one. Source: GitLab, doc/ci/testing/code_quality.md.
package func gitlab(_ report: Report) -> JSON {
  let findings = report.findings
  return .array(
    zip(findings, fingerprints(of: findings)).map { finding, print in
      .object([
        "description": .string(finding.messageWithHint),
        "check_name": .string(finding.rule.clipped(to: 200)),
        "fingerprint": .string(print.number == 1 ? print.hash : "\(print.hash)-\(print.number)"),
        "severity": .string(severity(finding.level)),
        "location": .object([
          "path": .string(finding.anyPlace.path.description),
          "lines": ["begin": .integer(finding.anyPlace.line)],
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
