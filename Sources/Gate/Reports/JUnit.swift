package import GateModel

/// The two kinds of reader of a JUnit file.
package enum JUnitDialect: Sendable {
  /// With `file` and `line`, as GitLab and others read them.
  case common
  /// Strict, valid against the xunit2 schema that Jenkins and pytest use.
  case xunit2
}

/// One test case per check, and one per failing test of a suite.
/// Source: pytest's junit-10.xsd; GitLab's documentation of unit test reports.
package func junit(_ report: Report, dialect: JUnitDialect) -> String {
  let cases = report.outcomes.flatMap { testCases($0, dialect) }
  let seconds = report.outcomes.reduce(0) { $0 + $1.seconds }
  let counts =
    "tests=\"\(cases.count)\" failures=\"\(cases.count { $0.kind == .failure })\" "
    + "errors=\"\(cases.count { $0.kind == .error })\" skipped=\"\(cases.count { $0.kind == .skipped })\""
  var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n"
  text += "  <testsuite name=\"gate\" \(counts) time=\"\(milliseconds(seconds))\">\n"
  text += cases.map(\.text).joined()
  return text + "  </testsuite>\n</testsuites>\n"
}

private struct JUnitCase {
  enum Kind { case success, failure, error, skipped }

  var kind: Kind
  var text: String
}

private func testCases(_ outcome: Outcome, _ dialect: JUnitDialect) -> [JUnitCase] {
  let id = outcome.check.id.description
  let findings = outcome.findings.filter { $0.level == .error }
  let body = findings.map { finding in
    let place = finding.path.map { "\($0)\(finding.line.map { ":\($0)" } ?? ""): " } ?? ""
    return "\(place)\(finding.message)\(finding.hint.map { "\n  \($0)" } ?? "")"
  }
  let (kind, child): (JUnitCase.Kind, String) =
    switch outcome.result {
    case .passed, .cached: (.success, "")
    case .failed:
      (
        .failure,
        element("failure", findings.first?.message ?? "tests failed", body.joined(separator: "\n"))
      )
    case .broken(let why): (.error, element("error", why, why))
    case .skipped: (.skipped, "      <skipped message=\"\(xml(outcome.check.reason))\"/>\n")
    }
  let place = dialect == .common ? fileAttributes(findings.first?.path, findings.first?.line) : ""
  let own = testCase("gate", id, outcome.seconds, place, child, kind)
  let failures = (outcome.tests?.failures ?? []).map { failure in
    let place = dialect == .common ? fileAttributes(failure.path, failure.line) : ""
    let first = failure.message.lines.first.map(String.init) ?? "failed"
    return testCase(
      id, failure.id, failure.seconds ?? 0, place, element("failure", first, failure.message),
      .failure)
  }
  return [own] + failures
}

private func testCase(
  _ group: String, _ name: String, _ seconds: Double, _ place: String, _ child: String,
  _ kind: JUnitCase.Kind
) -> JUnitCase {
  let start =
    "    <testcase classname=\"\(xml(group))\" name=\"\(xml(name))\" time=\"\(milliseconds(seconds))\"\(place)"
  let text = child.isEmpty ? start + "/>\n" : start + ">\n" + child + "    </testcase>\n"
  return JUnitCase(kind: kind, text: text)
}

private func element(_ name: String, _ message: String, _ body: String) -> String {
  "      <\(name) message=\"\(xml(message))\">\(xml(body))</\(name)>\n"
}

private func fileAttributes(_ path: RepoPath?, _ line: Int?) -> String {
  guard let path else { return "" }
  return " file=\"\(xml(path.description))\"" + (line.map { " line=\"\($0)\"" } ?? "")
}

private func milliseconds(_ seconds: Double) -> String {
  let thousandths = Int((seconds * 1000).rounded())
  return "\(thousandths / 1000).\(padded(thousandths % 1000, 3))"
}

/// Escaped for an attribute or an element; what XML 1.0 cannot hold is replaced.
func xml(_ text: String) -> String {
  var escaped = ""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "&": escaped += "&amp;"
    case "<": escaped += "&lt;"
    case ">": escaped += "&gt;"
    case "\"": escaped += "&quot;"
    case "\n": escaped += "&#10;"
    case "\t": escaped += "&#9;"
    case _
    where scalar.value < 0x20 || (0xFFFE...0xFFFF).contains(scalar.value & 0xFFFF)
      || (0x7F...0x9F).contains(scalar.value):
      escaped += "\u{FFFD}"
    default: escaped.unicodeScalars.append(scalar)
    }
  }
  return escaped
}
