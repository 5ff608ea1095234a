package import GateModel

/// reviewdog's diagnostic format, one JSON object a line. Findings without a place are left out: it
/// has no word for them. Source: reviewdog, proto/rdf/reviewdog.proto.
package func rdjsonl(_ report: Report) -> String {
  report.findings.compactMap { finding in
    finding.path.map { diagnostic(finding, at: $0).text(isPretty: false) + "\n" }
  }.joined()
}

private func diagnostic(_ finding: Finding, at path: RepoPath) -> JSON {
  let range = finding.line.map { JSON.object(["start": ["line": .integer(max(1, $0))]]) }
  let severity =
    switch finding.level {
    case .error: "ERROR"
    case .warning: "WARNING"
    case .note: "INFO"
    }
  return .object([
    "message": .string(finding.message + (finding.hint.map { ". \($0)" } ?? "")),
    "location": .object(["path": .string(path.description), "range": range]),
    "severity": .string(severity),
    "source": ["name": "gate"],
    "code": ["value": .string(finding.rule)],
  ])
}
