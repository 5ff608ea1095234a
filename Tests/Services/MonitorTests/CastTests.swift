import TestSupport
import Testing

@testable import Monitor

@Test("titles are found in what a program prints, wherever the output is cut")
func titles() {
  let long = String(repeating: "x", count: 5000)
  let cases: [(output: String, titles: [String])] = [
    ("\u{1B}]0;one\u{07}text\u{1B}]2;two; three\u{1B}\\", ["one", "two; three"]),
    ("\u{1B}]2;✳ naïve\u{07}", ["✳ naïve"]), ("\u{1B}]1;icon\u{07}\u{1B}]8;;x\u{07}", []),
    ("\u{1B}[31m]0;no\u{07}", []), ("\u{1B}]0;never", []), ("\u{1B}]0;\u{07}", [""]),
    ("\u{1B}]0;a\u{1B}[0m\u{1B}]0;b\u{07}", ["b"]), ("\u{1B}\u{1B}]0;a\u{07}", ["a"]),
    ("\u{1B}]0;\(long)\u{07}\u{1B}]0;b\u{07}", ["b"]),
  ]
  for (output, titles) in cases {
    var whole = TitleScanner()
    #expect(whole.take(output) == titles, "\(output.debugDescription)")
    var pieces = TitleScanner()
    let found = output.unicodeScalars.flatMap { pieces.take(String($0)) }
    #expect(found == titles, "\(output.debugDescription)")
  }
}

@Test("an asciicast is judged by its titles and its end")
func casts() throws {
  let agent = try #require(AgentID("C"))
  let title = #"\u001b]0;[ ! ] Action Required\u0007"#
  let casts = [
    """
    {"version": 2, "width": 80, "height": 24}
    [0.5, "o", "hello"]
    [1.0, "o", "\(title)"]
    [1.5, "i", "y"]
    [9.0, "x", "3"]
    """,
    """
    {"version": 3, "term": {"cols": 80, "rows": 24}}
    # a comment
    [0.5, "o", "\(title.prefix(9))"]
    [0.5, "o", "\(title.dropFirst(9))"]
    [0, "m", ""]
    [8, "x", "3"]

    """,
  ]
  let rules = try RulePack.shipped()
  for cast in casts {
    let recording = try Recording(cast: cast, of: agent, .codex)
    let transitions = Replay.transitions(of: recording, rules: rules)
    let first = transitions.first { $0.to == .waitingApproval }
    #expect(first?.at == Instant(microseconds: 1_000_000), "\(transitions)")
    let last = transitions.last
    #expect(last?.to == .dead && last?.detail == "exit 3")
    #expect(last?.at == Instant(microseconds: 9_000_000))
  }
  let problems: [(text: String, line: Int)] = [
    ("", 1), ("{}", 1), ("#\n{\"version\": 1}", 2), ("{", 1), ("{\"version\": 2}\n[1, \"o\"]", 2),
    ("{\"version\": 2}\n\n[-1, \"o\", \"\"]", 3), ("{\"version\": 3}\n[1e300, \"o\", \"\"]", 2),
    ("{\"version\": 3}\n[1, \"o\", 7]", 2),
  ]
  for (text, line) in problems {
    #expect {
      try Recording(cast: text, of: agent, .codex)
    } throws: { ($0 as? RecordingProblem)?.line == line }
  }
}
