import Foundation
import GateModel
import GateReports
import Subprocess
import SystemPackage
import TestSupport
import Testing

private let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  .deletingLastPathComponent().deletingLastPathComponent()

extension ManyReportsTests {
  @Test(
    "1,500 hostile reports keep their structure in GitHub's and GitLab's parser, and every format its schema"
  )
  func published() async throws {
    let python = root.appending(path: ".build/venv/bin/python3")
    try #require(
      FileManager.default.isExecutableFile(atPath: python.path),
      "\(python.path) is missing: `make test` installs it (or `make venv`)")
    let folder = FileManager.default.temporaryDirectory.appending(path: "gate-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }  // A leftover harms nobody.
    try await write(reports(), to: folder)
    let result = try await run(
      .path(FilePath(python.path)),
      arguments: [
        root.appending(path: "Tests/Gate/ReportsTests/Published/check.py").path, folder.path,
        root.appending(path: "docs/schema/report.schema.json").path,
      ],
      output: .string(limit: 1 << 20), error: .combinedWithOutput)
    #expect(result.terminationStatus == .exited(0), "\(result.standardOutput)")
  }
}

private struct Rendered {
  var name: String
  var report: Report
  /// The same report with harmless words.
  var twin: Report
}

/// The samples, of which all but one say harmless words already, and the random ones.
private func reports() -> [Rendered] {
  let samples = SampleReports.all.map {
    Rendered(name: $0.name, report: $0.report, twin: $0.report)
  }
  let random = (0..<max(1_500, Fuzz.iterations)).map { number in
    let pair = HostileReports.pair(number)
    return Rendered(name: "seed \(number)", report: pair.hostile, twin: pair.harmless)
  }
  return samples + random
}

/// A line of what the checker reads.
private struct Record: Encodable {
  var name: String
  var text: String
  var twin: String?
}

private func write(_ reports: [Rendered], to folder: URL) async throws {
  for format in ReportFormat.allCases {
    var records: [Record] = []
    for rendered in reports {
      records.append(
        Record(
          name: rendered.name, text: format.render(rendered.report),
          twin: format == .markdown ? format.render(rendered.twin) : nil))
      await Task.yield()  // Other tests have time limits to keep.
    }
    if format == .markdown {
      // What was opened is closed where a summary was cut.
      let text = githubSummary(LargeReports.hostile)
      records.append(Record(name: "a cut summary", text: text, twin: text))
      for number in 0..<300 {
        let (hostile, harmless) = HostileReports.matrices(number)
        records.append(
          Record(
            name: "matrix \(number)", text: markdown(hostile), twin: markdown(harmless)))
      }
    } else if [.json, .sarif, .junit, .junitXunit2].contains(format) {
      records.append(Record(name: "a large report", text: format.render(LargeReports.report)))
    }
    var lines = Data()
    for record in records { lines += try JSONEncoder().encode(record) + Data("\n".utf8) }
    try lines.write(to: folder.appending(path: "\(format.rawValue).jsonl"))
  }
}
