import GateModel
import TestSupport

/// Reports beyond what anybody reads, and beyond what the receiving sides take.
enum LargeReports {
  /// Many findings, tests, files and checks, each with much to say; some tests have one name.
  static let report: Report = {
    var report = SampleReports.failing
    var random = SplitMix(seed: 1)
    let findings = (0..<26_000).map { number in
      Finding(
        rule: "rule-\(number % 300)", level: number < 9_000 ? .error : .warning,
        path: RepoPath("Sources/Module\(number % 50)/File\(number % 700).swift"),
        line: number % 900,
        message: "what is wrong here is \(noise(200, &random))", hint: "change it")
    }
    let failures = (0..<3_000).map { number in
      TestCase(
        id: "suite.test\(number % 2_000)", status: .failed,
        message: "\(noise(300, &random))\n\(noise(300, &random))\u{0}\u{FFFE}")
    }
    report.outcomes[1].findings = findings
    report.outcomes[6].tests = TestResults(
      cases: failures, unlisted: TestResults.Counts(passed: 10, failed: 7))
    let lines = (0..<5_000).map { "+ column public.t.c\($0), type integer \(noise(100, &random))" }
    let statement = MigrationEffect.Statement(line: 1, text: noise(300, &random))
    report.outcomes[5].migrations = (0..<200).map { number in
      MigrationEffect(
        path: RepoPath("migrations/\(number).sql"), schema: lines,
        diff: lines.joined(separator: "\n"),
        statements: (0..<100).map { _ in statement })
    }
    report.files += (0..<20_000).map {
      Report.File(path: RepoPath("Sources/File\($0).swift"), status: .added)
    }
    return report
  }()

  /// The same hostile text in every place that a summary has, over and over.
  static let hostile: Report = {
    var report = SampleReports.hostile
    let text = String(
      repeating: "<details>\n```\n- [x] **a** | www.evil.example `x\u{1} ", count: 400)
    report.outcomes += (0..<150).map { number in
      Outcome(
        check: Check(id: .suite("s\(number)"), reason: text), result: .failed,
        findings: [
          Finding(rule: "E\(number)", path: RepoPath(text), line: 1, message: text, hint: text)
        ],
        tests: TestResults(
          cases: (0..<10).map {
            TestCase(id: "\($0) \(text)", status: .failed, message: text)
          }), output: text)
    }
    report.description = [Report.Section(name: text, text: text)]
    return report
  }()

  /// Text that does not pack: random letters.
  private static func noise(_ count: Int, _ random: inout SplitMix) -> String {
    let letters = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+/".utf8)
    let bytes = (0..<count).map { _ in letters[Int(random.next() & 63)] }
    return String(decoding: bytes, as: UTF8.self)
  }
}
