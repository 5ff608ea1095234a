import Foundation
import GateModel
import GateReports
import Testing

extension ManyReportsTests {
  @Test("a step summary stays within its megabyte, in whole parts, and says what it left out")
  func summary() async {
    for report in [LargeReports.report, LargeReports.hostile, SampleReports.failing] {
      await Task.yield()  // Other tests have time limits to keep.
      let text = githubSummary(report)
      #expect(text.utf8.count <= 1 << 20)
      #expect(text.hasPrefix("# ⛔ Gate shut: "))
    }
    #expect(
      githubSummary(SampleReports.failing) == ReportFormat.markdown.render(SampleReports.failing))
    let whole = ReportFormat.markdown.render(LargeReports.hostile)
    let said = LargeReports.hostile.findings.reduce(0) {
      $0 + $1.message.utf8.count + ($1.hint?.utf8.count ?? 0)
    }
    #expect(said > 5_000_000)
    let cut = githubSummary(LargeReports.hostile, atMost: 200_000)
    #expect(cut.utf8.count <= 200_000 && whole.utf8.count > 200_000)
    #expect(cut.hasSuffix("The report's files have the whole.\n"))
  }
}

extension ManyReportsTests {
  @Test("what is cut is told: findings in SARIF, failing tests in JUnit and JSON")
  func cuts() throws {
    #expect(ReportFormat.sarif.render(LargeReports.report).contains("more findings are not listed"))
    let junit = ReportFormat.junit.render(LargeReports.report)
    #expect(junit.contains(#"name="7 more failing tests, not listed""#))
    var report = SampleReports.failing
    report.outcomes[6].tests = LargeReports.report.outcomes[6].tests
    let text = ReportFormat.json.render(report)
    #expect(text.contains(#""failed": 3007"#) && text.contains(#""unlisted": 2007"#))
    #expect(ReportFormat.json.render(try Report(stored: Array(text.utf8))) == text)
  }
}

@Test("fingerprints stay when lines move, and tell equals apart")
func fingerprints() throws {
  var report = SampleReports.failing
  let finding = Finding(rule: "r", path: RepoPath("a"), line: 1, message: "no")
  var later = finding
  later.line = 90
  report.outcomes[1].findings = [finding, later]
  var moved = report
  moved.outcomes[1].findings = report.outcomes[1].findings.map {
    var finding = $0
    finding.line = (finding.line ?? 0) + 7
    return finding
  }
  func prints(_ report: Report) throws -> [String] {
    let text = ReportFormat.gitlab.render(report)
    let json = try JSONDecoder().decode(JSON.self, from: Data(text.utf8))
    return (json.array ?? []).compactMap { $0["fingerprint"]?.string }
  }
  #expect(try prints(report) == prints(moved))
  #expect(Set(try prints(report)).count == report.findings.count)
}
