import GateModel
import GateReports
import Testing

@Test("text from the change becomes no link, in any of the ways that GFM makes one by itself")
func links() {
  let cases: [(text: String, shown: String)] = [
    ("see www.evil.example", "see www\\.evil.example"),
    ("(WWW.evil.example)", "\\(WWW\\.evil.example)"),
    ("https://evil.example", "https\\://evil.example"),
    ("me@evil.example", "me@\u{2060}evil.example"),
    ("version 1.2 of awww. yes", "version 1.2 of awww\\. yes"),
    ("Done. Nothing else.", "Done. Nothing else."),
  ]
  for (text, shown) in cases {
    var report = SampleReports.passing
    report.description = [Report.Section(name: "Risk", text: text)]
    #expect(ReportFormat.markdown.render(report).contains("> \(shown)\n"), "\(text)")
  }
}
