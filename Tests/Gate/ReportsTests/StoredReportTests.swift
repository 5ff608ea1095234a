import GateModel
import GateReports
import Testing

extension ManyReportsTests {
  @Test("a stored report is the report: rendered again in any format it is the same text")
  func roundTrip() async throws {
    for (name, report) in SampleReports.all + HostileReports.reports(100) {
      await Task.yield()  // Other tests have time limits to keep.
      let stored = ReportFormat.json.render(report)
      let again = try Report(stored: Array(stored.utf8))
      for format in ReportFormat.allCases {
        #expect(format.render(again) == format.render(report), "\(name) as \(format)")
      }
    }
  }
}

@Test("numbers of tests are numbers, not a list as long")
func counts() throws {
  var report = SampleReports.passing
  let counts = TestResults.Counts(passed: 900_000_000, failed: 5, skipped: 1)
  report.outcomes[0].tests = TestResults(unlisted: counts)
  let again = try Report(stored: Array(ReportFormat.json.render(report).utf8))
  #expect(again.outcomes[0].tests == TestResults(unlisted: counts))
}

@Test("what is no stored report is refused")
func refusals() {
  let report = ReportFormat.json.render(SampleReports.passing)
  let damaged = [
    ("\"open\"", "\"ajar\""), ("\"passed\"", "\"fine\""), ("\"B\"", "\"no lane\""),
    ("b7b7b7", "nothex"), ("rule/", "rules/"), ("\"passed\": 41", "\"passed\": -1"),
    ("\"modified\"", "\"mended\""), ("\"warning\"", "\"hint\""),
  ].map { report.replacing($0, with: $1) }
  let others = [
    "", "{", "[]", "{}", #"{"schema": "gate-report/2"}"#, #"{"schema": "gate-report/1"}"#,
  ]
  for text in damaged + others {
    #expect(throws: StoredReportProblem.self, "\(text)") { try Report(stored: Array(text.utf8)) }
  }
}
