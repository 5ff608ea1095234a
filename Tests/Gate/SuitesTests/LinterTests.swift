import GateModel
import TestSupport
import Testing

@testable import GateSuites

struct LinterTests {
  /// `path:line: level: message`, by hand.
  private let match: LineMatch = { line in
    let parts = line.split(separator: ":", maxSplits: 3)
    guard parts.count == 4 else { return nil }
    return zip(["path", "line", "level", "message"], parts.map { $0.trimmed })
      .reduce(into: [:]) { $0[$1.0] = $1.1 }
  }

  private func read(_ text: String, _ output: Linter.Output) throws -> [String] {
    let found = try linterFindings(
      in: Array(text.utf8), output, name: "lint", checkout: fixtureCheckout, match: match)
    let lines = found.findings.map { finding in
      let place = finding.path.map { path in "\(path):\(finding.line ?? 0)" } ?? "-"
      let hint = finding.hint.map { " (\($0))" } ?? ""
      return "\(finding.level) \(place) [\(finding.rule)] \(finding.message)\(hint)"
    }
    return lines + (found.outside > 0 ? ["outside: \(found.outside)"] : [])
  }

  @Test func sarif() throws {
    let log = """
      {"version": "2.1.0", "runs": [{
        "tool": {"driver": {"name": "t", "rules": [
          {"id": "R0", "help": {"text": "\\nDo this.\\nOr that."}, "defaultConfiguration": {"level": "error"},
           "messageStrings": {"m": {"text": "{0} is not {1}"}}},
          {"id": "R1", "shortDescription": {"text": "Short."}, "helpUri": "https://x/R1"}]}},
        "originalUriBaseIds": {"SRC": {"uri": "src/", "uriBaseId": "TOP"}, "TOP": {"uri": "file:///checkout/"}},
        "artifacts": [{"location": {"uri": "by%20index.py"}}],
        "results": [
          {"ruleId": "R0", "ruleIndex": 0, "message": {"id": "m", "arguments": ["a", "b"]},
           "locations": [{"physicalLocation": {"artifactLocation": {"uri": "a.py", "uriBaseId": "SRC"}, "region": {"startLine": 3}}}]},
          {"rule": {"index": 1}, "locations": [{"physicalLocation": {"artifactLocation": {"index": 0}}}]},
          {"ruleId": "R2", "level": "note", "message": {"text": "No place."}},
          {"ruleId": "R2", "level": "note", "message": {"text": "x"},
           "locations": [{"physicalLocation": {"artifactLocation": {"uri": "b.py", "uriBaseId": "%SRCROOT%"}, "region": {"startLine": 1}}}]},
          {"ruleId": "out", "message": {"text": "x"}, "locations": [{"physicalLocation": {"artifactLocation": {"uri": "file:///etc/passwd"}}}]},
          {"ruleId": "hidden", "message": {"text": "x"}, "suppressions": [{"kind": "inSource"}]},
          {"ruleId": "hidden", "message": {"text": "x"}, "kind": "pass"},
          {"ruleId": "hidden", "message": {"text": "x"}, "level": "none"},
          {"ruleId": "hidden", "message": {"text": "x"}, "baselineState": "absent"}
        ]}]}
      """
    #expect(
      try read(log, .sarif) == [
        "error src/a.py:3 [R0] a is not b (Do this.)",
        "warning by index.py:0 [R1] Short. (https://x/R1)",
        "note - [R2] No place.", "note b.py:1 [R2] x", "outside: 1",
      ])
  }

  @Test func rdformat() throws {
    let line = """
      {"message": "m", "location": {"path": "./a.py", "range": {"start": {"line": 2, "column": 1}}}, "severity": "WARNING", "code": {"value": "E1", "url": "https://x"}}
      """
    let expected = "warning a.py:2 [E1] m (https://x)"
    #expect(try read(line + "\n\n" + line, .rdformat) == [expected, expected])
    let document =
      "{\"source\": {\"name\": \"t\"}, \"severity\": 3, \"diagnostics\": [\(line), {\"message\": \"n\"}]}"
    #expect(try read(document, .rdformat) == [expected, "note - [lint] n"])
    #expect(try read("", .rdformat) == [])
  }

  @Test func matchedLines() throws {
    let text =
      "talk\n\u{1B}[31ma.py:3: warning: long\u{1B}[0m\n/checkout/b.py:x: E: odd\n/etc/c:1:e:x\n"
    #expect(
      try read(text, .regex("")) == [
        "error b.py:0 [lint] odd", "warning a.py:3 [lint] long", "outside: 1",
      ])
  }

  @Test func whatCannotBeReadIsAProblem() {
    let unreadable: [(String, Linter.Output)] = [
      ("", .sarif), ("[]", .sarif), ("{\"version\":\"2.1.0\"}", .sarif),
      ("{\"version\":\"2.0.0\",\"runs\":[]}", .sarif),
      ("{\"version\":\"2.1.0\",\"runs\":[{\"tool\":{\"driver\":{}}}]}", .sarif),
      (
        """
        {"version":"2.1.0","runs":[{"tool":{"driver":{}},"results":[],"invocations":[{"executionSuccessful":false}]}]}
        """, .sarif
      ),
      ("no findings", .rdformat), ("{\"message\":\"m\"}\n{\"mess", .rdformat),
      (String(repeating: "[", count: 100_000), .sarif),
      (String(repeating: "[", count: 100_000), .rdformat),
    ]
    for (text, output) in unreadable {
      #expect(throws: ResultProblem.self, "\(text.prefix(80))") { try read(text, output) }
    }
  }

  @Test func onlyChangedLines() {
    func finding(_ path: String?, _ line: Int?) -> Finding {
      Finding(rule: "r", path: path.map { RepoPath($0) }, line: line, message: "m")
    }
    let findings = [
      finding("a", 1), finding("a", 5), finding("a", nil), finding("b", 5), finding("b", nil),
      finding(nil, nil),
    ]
    let kept = findings.onChangedLines([RepoPath("a"): [2...3, 5...9]])
    #expect(kept == [findings[1], findings[2], findings[5]])
    #expect(findings.leveled(.warning).allSatisfy { $0.level == .warning })
    #expect(findings.leveled(.off).isEmpty && findings.leveled(nil) == findings)
  }

  @Test func linterReaders() {
    let seeds: [(Linter.Output, [String])] = [
      (
        .sarif,
        [
          """
          {"version":"2.1.0","runs":[{"tool":{"driver":{"rules":[{"id":"a"}]}},"originalUriBaseIds":{"A":{"uriBaseId":"A","uri":"x/"}},"results":[{"ruleIndex":-1,"level":"error","message":{"id":"{0}","arguments":["{1}"]},"locations":[{"physicalLocation":{"artifactLocation":{"uri":"file:%","uriBaseId":"A","index":9},"region":{"startLine":-1}}}]}]}]}
          """
        ]
      ),
      (
        .rdformat,
        [
          "{\"message\":\"\",\"location\":{\"path\":\"..\"},\"severity\":1}\n{\"message\":\"\"}",
          "{\"diagnostics\":[{\"message\":\"m\",\"severity\":\"INFO\"}]}",
        ]
      ),
      (.regex(""), ["a:1:e:m\n::::\n:", "\u{1B}[", "a:99999999999999999999:w:\0"]),
    ]
    for (output, texts) in seeds {
      let failures = Fuzz(seeds: texts).failures(ofBytes: { input in
        // A thrown problem is one of the two right answers.
        let found = try? linterFindings(
          in: input, output, name: "lint", checkout: fixtureCheckout, match: match)
        return found?.findings.contains { $0.message.isEmpty } == true ? "no message" : nil
      })
      #expect(failures.isEmpty, "\(output): \(failures)")
    }
  }
}
