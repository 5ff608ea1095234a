package import GateModel

/// The formats of a report, by the names of `--format`.
package enum ReportFormat: String, Sendable, Hashable, CaseIterable {
  case text, markdown, json, junit
  case junitXunit2 = "junit-xunit2"
  case sarif
  case github
  case gitlab
  case rdjsonl

  /// The report as one text, ending in a line end. Pure: the same report gives the same bytes.
  package func render(_ report: Report, isColoured: Bool = false) -> String {
    switch self {
    case .text: GateReports.terminal(report, isColoured: isColoured)
    case .markdown: GateReports.markdown(report)
    case .json: GateReports.json(report).text() + "\n"
    case .junit: GateReports.junit(report, dialect: .common)
    case .junitXunit2: GateReports.junit(report, dialect: .xunit2)
    case .sarif: GateReports.sarif(report).text() + "\n"
    case .github: GateReports.githubAnnotations(report)
    case .gitlab: GateReports.gitlab(report).text() + "\n"
    case .rdjsonl: GateReports.rdjsonl(report)
    }
  }
}
