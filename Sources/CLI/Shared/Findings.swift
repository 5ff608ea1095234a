import GateModel
import GateReports

/// A line for each finding, or a list.
func printFindings(_ findings: [Finding], _ format: AnswerFormat) throws {
  guard format == .text else {
    return try Console.print(json(findings).text() + "\n")
  }
  for finding in findings {
    let place = "\(finding.path.map(\.description) ?? "")\(finding.line.map { ":\($0)" } ?? "")"
    var text = "\(place): \(finding.level.rawValue): \(finding.message) [\(finding.rule)]"
    if let hint = finding.hint { text += "\n  → \(hint)" }
    try Console.print(text.visible(keepingLines: true) + "\n")
  }
}

private func json(_ findings: [Finding]) -> JSON {
  .object([
    "schema": "gate-findings/1",
    "findings": .array(
      findings.map {
        .object([
          "rule": .string($0.rule), "level": .string($0.level.rawValue),
          "path": $0.path.map { .string($0.description) },
          "line": $0.line.map { .integer($0) }, "message": .string($0.message),
          "hint": $0.hint.map { .string($0) },
        ])
      }),
  ])
}
