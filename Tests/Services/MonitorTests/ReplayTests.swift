import Foundation
import TestSupport
import Testing

@testable import Monitor

private let folder = "Tests/Services/MonitorTests/Sessions"

private func session(_ name: String) throws -> String {
  let url = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "Sessions/\(name).jsonl")
  return try String(contentsOf: url, encoding: .utf8)
}

private let sessions = [
  "aider-prompt", "auth-error-banner", "background-agents-at-stop", "broken-hooks",
  "codex-auto-review", "done-is-asserted", "esc-without-stop", "finished-verb", "gemini-titles",
  "pane-missing-from-a-list", "permission-asked-and-given", "permission-on-the-screen-only",
  "prompt-between-tools", "prose-quotes-an-error", "question", "shell-exit-codes",
  "source-lost-and-back",
]

@Test("a recorded session has these transitions", arguments: sessions)
func replays(name: String) throws {
  let recording = try Recording(session(name))
  let rules = try RulePack.shipped()
  let transitions = Replay.transitions(of: recording, rules: rules)
  let text = transitions.map(line).joined(separator: "\n") + "\n"
  #expect(try golden("\(folder)/\(name).golden", text) == .same, "\(text)")
  #expect(Replay.transitions(of: recording, rules: rules) == transitions)
}

@Test("every recorded session is replayed")
func completeness() throws {
  let url = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Sessions")
  let files = try FileManager.default.contentsOfDirectory(atPath: url.path)
  #expect(Set(files) == Set(sessions.flatMap { ["\($0).jsonl", "\($0).golden"] }))
}

@Test("a prompt that shows for 250 ms flickers where each sample is believed, and not by the table")
func flicker() throws {
  let recording = try Recording(session("prompt-between-tools"))
  let rules = try RulePack.shipped()
  let eager = Replay.transitions(of: recording, rules: rules, stability: .immediate)
  let calm = Replay.transitions(of: recording, rules: rules)
  #expect(eager.count >= 15 && calm.map(\.to) == [.running], "\(eager.count)")
}

@Test("what is no recording says which line and why")
func recordingProblems() {
  let head = #"{"agent": "B", "kind": "claude"}"#
  let cases: [(text: String, line: Int, message: String)] = [
    ("", 1, "the first line names the agent and its kind"),
    ("{", 1, "this is no JSON object"), (head + "\n[]", 2, "this is no JSON object"),
    (
      #"{"agent": "B", "kind": "cobol"}"#, 1,
      "the first line has an `agent` and a `kind`: claude, codex, gemini, aider, shell, other"
    ),
    (head + "\n" + #"{"at": -1, "source": "end"}"#, 2, "`at` is a number of seconds"),
    (
      head + "\n" + #"{"at": 1, "source": "hook", "from": "x", "payload": {}}"#, 2,
      "`source` is title, screen, hook, process, lost or end, with what it saw"
    ),
    (
      head + "\n{\"at\": 2, \"source\": \"end\"}\n\n{\"at\": 1, \"source\": \"end\"}", 4,
      "`at` is earlier than in the line before"
    ),
  ]
  for (text, line, message) in cases {
    #expect(throws: RecordingProblem(line: line, message: message)) { try Recording(text) }
  }
}

/// `7.100 running -> waiting_approval (swift test) since 5.100 by hook claude/permission-request`
private func line(_ transition: Transition) -> String {
  func seconds(_ instant: Instant) -> String {
    String(format: "%.3f", Double(instant.microseconds) / 1e6)
  }
  var to = transition.to.rawValue
  if let substate = transition.substate { to += "/\(substate.rawValue)" }
  if let detail = transition.detail { to += " (\(detail))" }
  let by = transition.evidence.map { "\($0.tier.name) \($0.rule)" } ?? "silence"
  return "\(seconds(transition.at)) \(transition.from.rawValue) -> \(to)"
    + " since \(seconds(transition.since)) by \(by)"
}
