package import GateModel

/// reviewdog's diagnostic format, one JSON object a line. Findings without a place are left out: it
/// has no word for them. Source: reviewdog, proto/rdf/reviewdog.proto.
package func rdjsonl(_ report: Report) -> String {
  report.findings.compactMap { finding in
    finding.path.map { diagnostic(finding, at: $0).text(isPretty: false) + "\n" }
  }.joined()
}

private func diagnostic(_ finding: Finding, at path: RepoPath) -> JSON {
  let line = finding.line.map { _ in JSON.integer(finding.anyPlace.line) }
  let severity =
    switch finding.level {
    case .error: "ERROR"
    case .warning: "WARNING"
    case .note: "INFO"
    }
  return .object([
    "message": .string(finding.messageWithHint),
    "location": .object([
      "path": .string(path.description),
      "range": line.map { .object(["start": .object(["line": $0])]) },
    ]),
    "severity": .string(severity),
    "source": ["name": "gate"],
    "code": ["value": .string(finding.rule)],
  ])
}
