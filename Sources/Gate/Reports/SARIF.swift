package import GateModel

/// The gate's own version, as reports give it.
package let gateVersion = "0.1.0"

/// SARIF 2.1.0, within the limits of GitHub's code scanning (25,000 results a run).
/// Source: OASIS sarif-v2.1.0, schema sarif-schema-2.1.0.json.
package func sarif(_ report: Report) -> JSON {
  let findings = report.findings
  let shown = findings.prefix(25_000)
  let rules = Set(shown.map(\.rule)).sorted()
  let prints = fingerprints(of: Array(shown))
  return .object([
    "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
    "version": "2.1.0",
    "runs": [
      .object([
        "tool": [
          "driver": .object([
            "name": "gate",
            "semanticVersion": .string(gateVersion),
            "rules": .array(rules.map(rule)),
          ])
        ],
        "automationDetails": ["id": .string(category(report))],
        "invocations": [
          .object([
            "executionSuccessful": .bool(report.verdict != .unjudged),
            "toolExecutionNotifications": .array(
              notifications(report, cut: findings.count - shown.count)),
          ])
        ],
        "results": .array(
          zip(shown, prints).map { finding, print in
            result(finding, print, rules.firstIndex(of: finding.rule))
          }),
      ])
    ],
  ])
}

private func category(_ report: Report) -> String {
  "gate/" + (report.wave.map { "wave-\($0)/" } ?? "") + (report.lane.map { "lane-\($0)/" } ?? "")
}

private func rule(_ id: String) -> JSON {
  .object([
    "id": .string(id),
    "shortDescription": ["text": .string("gate rule \(id)")],
    "help": ["text": .string("See docs/rules/\(id).md, or `gate check --help`.")],
    "defaultConfiguration": ["level": "error"],
  ])
}

private func result(_ finding: Finding, _ print: String, _ index: Int?) -> JSON {
  let region = finding.line.map { JSON.object(["startLine": .integer(max(1, $0))]) }
  let location = finding.path.map { path in
    JSON.object([
      "physicalLocation": .object([
        "artifactLocation": .object([
          "uri": .string(uri(path)), "uriBaseId": "%SRCROOT%",
        ]),
        "region": region,
      ])
    ])
  }
  return .object([
    "ruleId": .string(finding.rule),
    "ruleIndex": index.map { .integer($0) },
    "level": .string(finding.level.rawValue),
    "message": ["text": .string(finding.message + (finding.hint.map { ". \($0)" } ?? ""))],
    "locations": location.map { [$0] },
    "partialFingerprints": ["gateFinding/v1": .string(print)],
  ])
}

private func notifications(_ report: Report, cut: Int) -> [JSON] {
  var notes = report.outcomes.compactMap { outcome -> JSON? in
    guard case .broken(let why) = outcome.result else { return nil }
    return .object([
      "level": "error", "message": ["text": .string("\(outcome.check.id) could not judge: \(why)")],
    ])
  }
  if cut > 0 {
    notes.append([
      "level": "warning", "message": ["text": .string("\(cut) more findings are not listed")],
    ])
  }
  return notes
}

/// A relative URI: everything but unreserved characters and slashes is percent-encoded.
private func uri(_ path: RepoPath) -> String {
  path.utf8.map { byte in
    if byte.isLetterOrDigit || "-._~/".utf8.contains(byte) {
      return String(Unicode.Scalar(byte))
    }
    let digits = String(byte, radix: 16, uppercase: true)
    return "%" + (digits.count == 1 ? "0" : "") + digits
  }.joined()
}

/// Stable when lines move: of the rule, the path, the message and a number among equals.
func fingerprints(of findings: [Finding]) -> [String] {
  var seen: [String: Int] = [:]
  return findings.map { finding in
    let text = "\(finding.rule)\u{0}\(finding.path?.description ?? "")\u{0}\(finding.message)"
    let number = seen[text, default: 0]
    seen[text] = number + 1
    return hash("\(text)\u{0}\(number)")
  }
}

/// 128 bits of FNV-1a, from two starts: an identity, not a proof.
private func hash(_ text: String) -> String {
  [0xcbf2_9ce4_8422_2325, 0x8422_2325_cbf2_9ce4].map { (start: UInt64) in
    let value = text.utf8.reduce(start) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3 }
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }.joined()
}
