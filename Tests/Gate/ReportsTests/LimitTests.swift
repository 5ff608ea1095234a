import Foundation
import GateModel
import GateReports
import Subprocess
import SystemPackage
import Testing

@Test("a step summary stays within its megabyte, in whole parts, and says what it left out")
func summary() {
  for report in [LargeReports.report, LargeReports.hostile, SampleReports.failing] {
    let text = githubSummary(report)
    #expect(text.utf8.count <= 1 << 20)
    #expect(text.hasPrefix("# ⛔ Gate shut: "))
  }
  #expect(
    githubSummary(SampleReports.failing) == ReportFormat.markdown.render(SampleReports.failing))
  let whole = ReportFormat.markdown.render(LargeReports.hostile)
  #expect(ReportFormat.json.render(LargeReports.hostile).utf8.count > 5_000_000)
  let cut = githubSummary(LargeReports.hostile, atMost: 200_000)
  #expect(cut.utf8.count <= 200_000 && whole.utf8.count > 200_000)
  #expect(cut.hasSuffix("The report's files have the whole.\n"))
}

@Test(
  "SARIF has at most 25,000 results and says how many more there are; packed it fits into 10 MB")
func sarifLimits() async throws {
  let text = ReportFormat.sarif.render(LargeReports.report)
  let json = try JSONDecoder().decode(JSON.self, from: Data(text.utf8))
  let first = json["runs"]?.array?.first
  let results = first?["results"]?.array ?? []
  #expect((20_000...25_000).contains(results.count))
  let told = first?["invocations"]?.array?.first?["toolExecutionNotifications"]?.array
  let cut = LargeReports.report.findings.count - results.count
  #expect(told?.last?["message"]?["text"] == .string("\(cut) more findings are not listed"))
  let prints = results.compactMap { $0["partialFingerprints"]?["primaryLocationLineHash"]?.string }
  #expect(Set(prints).count == results.count)

  let file = FileManager.default.temporaryDirectory.appending(path: "gate-\(UUID().uuidString)")
  try Data(text.utf8).write(to: file)
  defer { try? FileManager.default.removeItem(at: file) }  // A leftover harms nobody.
  let packed = try await run(
    .name("gzip"), arguments: ["-c", file.path], output: .bytes(limit: 20_000_000))
  #expect(packed.standardOutput.count < 10_000_000)
}

@Test("JUnit: one name for each case, the cut told, within what GitLab reads")
func junitLimits() throws {
  for format in [ReportFormat.junit, .junitXunit2] {
    let text = ReportFormat.junit.render(LargeReports.report)
    #expect(text.utf8.count < 30_000_000)
    let names = text.matches(of: /<testcase classname="[^"]*" name="([^"]*)"/).map(\.output.1)
    #expect(names.count == Set(names).count, "\(format)")
    #expect(names.last == "7 more failing tests, not listed", "\(format)")
    #expect(!text.unicodeScalars.contains("\u{0}") && !text.unicodeScalars.contains("\u{FFFE}"))
  }
}

@Test("JSON lists a thousand failing tests, and how many more there are")
func jsonLimits() throws {
  let text = ReportFormat.json.render(LargeReports.report)
  let json = try JSONDecoder().decode(JSON.self, from: Data(text.utf8))
  let tests = json["checks"]?.array?[5]["tests"]
  #expect(tests?["failures"]?.array?.count == 1_000)
  #expect(tests?["failed"] == 3_007 && tests?["unlisted"] == 2_007)
  #expect(ReportFormat.json.render(try Report(stored: Array(text.utf8))) == text)
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
