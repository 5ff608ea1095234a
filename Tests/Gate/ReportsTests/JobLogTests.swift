import GateModel
import GateReports
import Testing

extension ManyReportsTests {
  @Test("no text of the change becomes a command of GitHub's runner, in any format")
  func commands() async {
    for (name, report) in SampleReports.all + HostileReports.reports(400) {
      await Task.yield()  // Other tests have time limits to keep.
      for format in ReportFormat.allCases {
        var found = format.render(report).lines.compactMap(Command.init)
        if format == .github {
          // The gate's own are of three kinds and have three properties.
          found.removeAll {
            ["error", "warning", "notice"].contains($0.name)
              && Set($0.properties).isSubset(of: ["file", "line", "title"])
          }
        }
        #expect(found.isEmpty, "\(name) as \(format): \(found)")
      }
    }
    for number in 0..<100 {
      let (matrix, _) = HostileReports.matrices(number)
      for text in [terminal(matrix), markdown(matrix), json(matrix).text()] {
        #expect(text.lines.compactMap(Command.init).isEmpty, "matrix \(number): \(text)")
      }
    }
  }
}

@Test("at most ten annotations of a level, the serious first, and how many were left out")
func tenOfEach() {
  var report = SampleReports.failing
  for level in Finding.Level.allCases {
    report.outcomes[1].findings += (0..<25).map {
      Finding(rule: "many", level: level, path: RepoPath("a"), line: $0 + 1, message: "no")
    }
  }
  let broken = (0..<4).map {
    Outcome(check: Check(id: .suite("s\($0)"), reason: ""), result: .broken("would not start"))
  }
  report.outcomes += broken
  let commands = ReportFormat.github.render(report).lines.compactMap(Command.init)
  for name in ["error", "warning", "notice"] {
    #expect(commands.count { $0.name == name } == 10, "\(name)")
  }
  #expect(commands.prefix(4).allSatisfy { $0.message == "would not start" })
  // 4 + 25 + 4 errors and 2 failing tests, 1 + 25 warnings, 25 notes; one notice tells of the cut.
  #expect(commands.last?.message == "57 more are in the report, but not annotated here")
}

/// A command as GitHub's runner finds it in a line of a job's log.
/// Source: actions/runner, src/Runner.Common/ActionCommand.cs.
private struct Command {
  var name: String
  var properties: [String] = []
  var message: String

  init?(_ line: Substring) {
    let line = line.unicodeScalars
    let trimmed = line.drop { $0.properties.isWhitespace }
    let (open, hash) = ("::".unicodeScalars, "##[".unicodeScalars)
    if trimmed.starts(with: open), let end = trimmed.dropFirst(2).firstRange(of: open) {
      let parts = trimmed.dropFirst(2)[..<end.lowerBound].split(separator: " ", maxSplits: 1)
      name = parts.first.map { String($0) } ?? ""
      properties = (parts.dropFirst().first?.split(separator: ",") ?? []).map {
        String($0.prefix { $0 != "=" })
      }
      message = String(trimmed[end.upperBound...])
    } else if let start = line.firstRange(of: hash), line[start.upperBound...].contains("]") {
      name = String(line[start.upperBound...].prefix { $0 != "]" && $0 != " " })
      message = ""
    } else {
      return nil
    }
  }
}
