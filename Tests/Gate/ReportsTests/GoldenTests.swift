import GateModel
import GateReports
import TestSupport
import Testing

@Test("every format of every sample report is the golden file")
func goldens() throws {
  for (name, report) in SampleReports.all {
    for format in ReportFormat.allCases {
      let path = "Tests/Gate/ReportsTests/Golden/\(name).\(format.rawValue).txt"
      #expect(try golden(path, format.render(report)) == .same, "\(path)")
    }
  }
  let example = ReportFormat.markdown.render(SampleReports.failing)
  #expect(try golden("reports/example.md", example) == .same)
}

@Test("a stored report renders as the report did")
func roundTrip() throws {
  for (name, report) in SampleReports.all {
    let stored = ReportFormat.json.render(report)
    let again = try Report(stored: Array(stored.utf8))
    for format in [ReportFormat.json, .markdown, .sarif, .junit, .gitlab] {
      #expect(format.render(again) == format.render(report), "\(name) as \(format)")
    }
  }
}

@Test("what is no stored report is refused")
func refusals() {
  for text in [
    "", "{", "[]", "{}", #"{"schema": "gate-report/2"}"#, #"{"schema": "gate-report/1"}"#,
  ] {
    #expect(throws: StoredReportProblem.self, "\(text)") { try Report(stored: Array(text.utf8)) }
  }
}
