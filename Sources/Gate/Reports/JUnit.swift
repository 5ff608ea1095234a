package import GateModel

/// The two kinds of reader of a JUnit file.
package enum JUnitDialect: Sendable {
  /// With `file` and `line`, as GitLab and others read them.
  case common
  /// Strict, valid against the xunit2 schema that Jenkins and pytest use.
  case xunit2
}

/// Bytes of test cases: GitLab reads files of at most 30 MB.
private let maximumBytes = 20_000_000

/// One test case per check, and one per failing test of a suite, each with a name of its own: GitLab
/// ignores the second of a name. Source: pytest's junit-10.xsd; GitLab's unit test reports.
package func junit(_ report: Report, dialect: JUnitDialect) -> String {
  var writer = JUnitWriter(dialect: dialect)
  for outcome in report.outcomes { writer.add(outcome) }
  for outcome in report.outcomes { writer.addTests(outcome) }
  let time = report.outcomes.reduce(0) { $0 + milliseconds($1.seconds) }
  return """
    <?xml version="1.0" encoding="UTF-8"?>
    <testsuites>
      <testsuite name="gate" tests="\(writer.tests)" failures="\(writer.failures)" \
    errors="\(writer.errors)" skipped="\(writer.skipped)" time="\(exactTime(thousandths: time))">
    \(writer.text)  </testsuite>
    </testsuites>

    """
}

/// The test cases, as they add up.
private struct JUnitWriter {
  let dialect: JUnitDialect
  private(set) var text = ""
  private(set) var tests = 0
  private(set) var failures = 0
  private(set) var errors = 0
  private(set) var skipped = 0
  private var names: Set<String> = []
  /// How often each was wanted.
  private var numbers: [String: Int] = [:]

  init(dialect: JUnitDialect) {
    self.dialect = dialect
  }

  mutating func add(_ outcome: Outcome) {
    let findings = outcome.findings.filter { $0.level == .error }
    var child = ""
    switch outcome.result {
    case .passed, .cached: break
    case .failed:
      failures += 1
      let count = outcome.tests?.failed ?? 0
      let first = findings.first?.message ?? "\(counted(count, "test")) failed"
      child = element("failure", first, findings.map(line).joined(separator: "\n"))
    case .broken(let why):
      errors += 1
      child = element("error", why, why)
    case .skipped:
      skipped += 1
      child = "      <skipped message=\"\(xml(outcome.check.reason, atMost: 500))\"/>\n"
    }
    if let evidence = outcome.evidence {
      child += "      <system-out>\(xml(evidence, atMost: 4_000))</system-out>\n"
    }
    let place = place(findings.first?.path, findings.first?.line)
    add("gate", outcome.check.id.description, outcome.seconds, place, child)
  }

  /// The tests that failed; those that no longer fit are a number in one last case.
  mutating func addTests(_ outcome: Outcome) {
    let id = outcome.check.id.description
    var left = outcome.tests?.unlisted.failed ?? 0
    for failure in outcome.tests?.failures ?? [] {
      guard text.utf8.count < maximumBytes else {
        left += 1
        continue
      }
      failures += 1
      let first = failure.message.lines.first.map(String.init) ?? "failed"
      add(
        id, failure.id, failure.seconds ?? 0, place(failure.path, failure.line),
        element("failure", first, failure.message))
    }
    guard left > 0 else { return }
    failures += 1
    let message = "\(counted(left, "more failing test")), not listed"
    add(id, message, 0, "", element("failure", message, message))
  }

  private mutating func add(
    _ group: String, _ name: String, _ seconds: Double, _ place: String, _ child: String
  ) {
    tests += 1
    let start =
      "    <testcase classname=\"\(xml(group, atMost: 500))\" name=\"\(unique(xml(name, atMost: 1_000)))\" "
      + "time=\"\(exactTime(seconds))\"\(place)"
    text += child.isEmpty ? start + "/>\n" : start + ">\n" + child + "    </testcase>\n"
  }

  /// The name, with a number where it is taken.
  private mutating func unique(_ name: String) -> String {
    var number = numbers[name, default: 0]
    var candidate = name
    repeat {
      number += 1
      if number > 1 { candidate = "\(name) (\(number))" }
    } while !names.insert(candidate).inserted
    numbers[name] = number
    return candidate
  }

  private func line(_ finding: Finding) -> String {
    let place = finding.path.map { "\($0)\(finding.line.map { ":\($0)" } ?? ""): " } ?? ""
    return "\(place)\(finding.message)\(finding.hint.map { "\n  \($0)" } ?? "")"
  }

  private func element(_ name: String, _ message: String, _ body: String) -> String {
    let body = xml(body, atMost: 16_000)
    return "      <\(name) message=\"\(xml(message, atMost: 500))\">\(body)</\(name)>\n"
  }

  private func place(_ path: RepoPath?, _ line: Int?) -> String {
    guard dialect == .common, let path else { return "" }
    return " file=\"\(xml(path.description, atMost: 4_096))\""
      + (line.map { " line=\"\(max(1, $0))\"" } ?? "")
  }
}
