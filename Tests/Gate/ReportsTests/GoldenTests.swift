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

@Test("docs/schema holds the schema of the canonical report")
func schema() throws {
  let path = "docs/schema/report.schema.json"
  #expect(try golden(path, reportJSONSchema.text() + "\n") == .same)
}

@Test("a pass fits on one screen, in Markdown as it is shown and on a terminal")
func oneScreen() {
  let shown = ReportFormat.markdown.render(SampleReports.passing).shownLines
  #expect(shown.count <= 25, "\(shown)")
  #expect(ReportFormat.text.render(SampleReports.passing).lines.count <= 24)
}

extension String {
  /// The lines that a reader sees before opening what is folded.
  fileprivate var shownLines: [Substring] {
    var isFolded = false
    return lines.filter { line in
      if line == "</details>" { isFolded = false }
      defer { if line.hasPrefix("<details>") { isFolded = true } }
      return !isFolded && !line.isEmpty && line != "</details>" && !line.hasPrefix("| ---")
    }
  }
}
