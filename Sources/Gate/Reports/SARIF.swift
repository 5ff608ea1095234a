package import GateModel

/// The gate's own version, as reports give it.
package let gateVersion = "0.1.0"

/// What GitHub's code scanning takes in one run.
private let maximumResults = 25_000

/// Bytes of text from findings; the rest of the file repeats itself, so that the whole fits into the
/// 10 MB that GitHub takes, packed, even where the text does not pack at all.
private let maximumText = 6_000_000

/// SARIF 2.1.0, within the limits of GitHub's code scanning. A finding without a place is put at the
/// first line of gate.yml, since a result without one is refused there.
/// Source: OASIS sarif-v2.1.0, schema sarif-schema-2.1.0.json.
package func sarif(_ report: Report) -> JSON {
  let findings = report.findings
  let shown = fitting(findings)
  let rules = Set(shown.map(\.rule)).sorted()
  let places = Dictionary(uniqueKeysWithValues: rules.enumerated().map { ($1, $0) })
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
          zip(shown, fingerprints(of: shown)).map { finding, print in
            result(finding, "\(print.hash):\(print.number)", places[finding.rule])
          }),
      ])
    ],
  ])
}

/// The most serious, as many as fit.
private func fitting(_ findings: [Finding]) -> ArraySlice<Finding> {
  var room = maximumText
  let shown = findings.prefix(maximumResults)
  let end = shown.firstIndex { finding in
    room -= finding.messageWithHint.utf8.count + finding.anyPlace.path.utf8.count
    room -= 2 * finding.rule.utf8.count
    return room < 0
  }
  return end.map { shown[..<$0] } ?? shown
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
  let place = finding.anyPlace
  return .object([
    "ruleId": .string(finding.rule),
    "ruleIndex": index.map { .integer($0) },
    "level": .string(finding.level.rawValue),
    "message": ["text": .string(finding.messageWithHint)],
    "locations": [
      [
        "physicalLocation": .object([
          "artifactLocation": .object([
            "uri": .string(uri(place.path)), "uriBaseId": "%SRCROOT%",
          ]),
          "region": ["startLine": .integer(place.line)],
        ])
      ]
    ],
    "partialFingerprints": ["primaryLocationLineHash": .string(print)],
  ])
}

private func notifications(_ report: Report, cut: Int) -> [JSON] {
  var notes = report.outcomes.compactMap { outcome -> JSON? in
    guard case .broken(let why) = outcome.result else { return nil }
    return .object([
      "level": "error",
      "message": [
        "text": .string("\(outcome.check.id) could not judge: \(why)".clipped(to: 2_000))
      ],
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
