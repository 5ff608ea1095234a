import Foundation
import GateModel
import TestSupport
import Testing

@testable import Monitor

private func claude(_ more: String) -> String {
  #"{"isSidechain": false, "cwd": "/w/b", "timestamp": "2026-05-31T10:31:49.436Z", \#(more)}"#
}

private func said(_ text: String, _ reason: String, _ more: String = "") -> String {
  claude(
    #""type": "assistant", \#(more) "message": {"role": "assistant", "stop_reason": \#(reason), "#
      + #""content": [{"type": "text", "text": "\#(text)"}]}"#)
}

private func user(_ text: String) -> String {
  claude(#""type": "user", "message": {"role": "user", "content": "\#(text)"}"#)
}

private func codex(_ type: String, _ payload: String) -> String {
  #"{"timestamp": "2026-05-31T10:31:49.436Z", "type": "\#(type)", "payload": {\#(payload)}}"#
}

let transcriptSamples:
  [(kind: AgentKind, line: String, claim: Status?, substate: Substate?, rule: String)] = [
    (.claude, user("Fix the test"), .running, nil, "user"),
    (
      .claude,
      claude(#""type": "user", "message": {"content": [{"type": "tool_result", "content": "x"}]}"#),
      .running, nil, "user"
    ),
    (
      .claude, user("[Request interrupted by user for tool use]"), .idle, .interrupted,
      "interrupted"
    ),
    (.claude, user("<command-name>/clear</command-name>"), nil, nil, "other"),
    (.claude, user("<bash-input>ls</bash-input>"), nil, nil, "other"),
    (.claude, said("I look", "null"), .running, nil, "assistant"),
    (.claude, said("ok", #""end_turn""#), .idle, nil, "end-turn"),
    (.claude, said("ok", #""max_tokens""#), .idle, nil, "end-turn"),
    (.claude, said("x", #""tool_use""#), .running, nil, "assistant"),
    (
      .claude,
      said(
        "API Error: 401", #""stop_sequence""#, #""isApiErrorMessage": true, "apiErrorStatus": 401,"#
      ),
      .error, .auth, "api-error"
    ),
    (
      .claude,
      said(
        "limit", #""stop_sequence""#,
        #""isApiErrorMessage": true, "apiErrorStatus": 429, "error": "rate_limit","#),
      .error, .rateLimited, "api-error"
    ),
    (
      .claude,
      said("busy", #""stop_sequence""#, #""isApiErrorMessage": true, "apiErrorStatus": 529,"#),
      .error, .serverError, "api-error"
    ),
    (
      .claude,
      said("API Error", #""stop_sequence""#, #""isApiErrorMessage": true, "error": "unknown","#),
      .error, nil, "api-error"
    ),
    (
      .claude,
      said("API Error: 401 is what they say", #""end_turn""#, #""isApiErrorMessage": false,"#),
      .idle, nil, "end-turn"
    ),
    (
      .claude, claude(#""type": "system", "subtype": "api_error", "error": {"status": 429}"#),
      .running, .rateLimited, "retry"
    ),
    (
      .claude, claude(#""type": "system", "subtype": "turn_duration", "durationMs": 23"#), nil, nil,
      "turn-end"
    ),
    (
      .claude,
      #"{"isSidechain": true, "type": "assistant", "message": {"stop_reason": "end_turn"}}"#, nil,
      nil, "other"
    ),
    (
      .claude,
      claude(#""type": "assistant", "message": {"content": [{"name": "AskUserQuestion"}]}"#),
      .waitingInput, nil, "question"
    ),
    (
      .codex, codex("response_item", #""type": "function_call", "name": "request_user_input""#),
      .waitingInput, nil, "question"
    ),
    (.claude, #"{"type": "last-prompt", "lastPrompt": "x"}"#, nil, nil, "other"),
    (.codex, codex("session_meta", #""cwd": "/w/b""#), nil, nil, "other"),
    (
      .codex, codex("event_msg", #""type": "task_started", "turn_id": "t1""#), .running, nil,
      "turn-start"
    ),
    (.codex, codex("event_msg", #""type": "token_count""#), nil, nil, "other"),
    (
      .codex, codex("event_msg", #""type": "task_complete", "turn_id": "t1""#), .idle, nil,
      "end-turn"
    ),
    (
      .codex,
      codex("event_msg", #""type": "turn_aborted", "turn_id": "t1", "reason": "interrupted""#),
      .idle,
      .interrupted, "interrupted"
    ),
    (.codex, codex("event_msg", #""type": "error", "message": "no quota""#), .error, nil, "error"),
    (
      .codex, codex("event_msg", #""type": "stream_error", "message": "again""#), .running, nil,
      "error"
    ),
    (
      .codex, codex("response_item", #""type": "function_call", "name": "shell""#), .running, nil,
      "item"
    ),
    (.codex, codex("response_item", #""type": "message", "role": "developer""#), nil, nil, "other"),
  ]

@Test("a line of a conversation says what its kind says, and nothing more")
func transcriptLines() throws {
  for (kind, text, claim, substate, rule) in transcriptSamples {
    let line = try #require(TranscriptLine(Array(text.utf8)[...], kind), "\(text)")
    #expect(line.claim == claim && line.substate == substate && line.rule == rule, "\(text)")
  }
  let meta = try #require(TranscriptLine(Array(transcriptSamples[20].line.utf8)[...], .codex))
  #expect(meta.folder == "/w/b" && meta.at == Instant(microseconds: 1_780_223_509_436_000))
  for text in ["", "{", "[]", "7", "{\"type\": "] {
    #expect(TranscriptLine(Array(text.utf8)[...], .claude) == nil)
  }
  for text in ["", "yesterday", "2026-05-31", "9999999-01-01T00:00:00.000Z"] {
    #expect(TranscriptLine.instant(text) == nil, "\(text)")
  }
}

@Test("however a file is read, its lines are the same; of one that is too long nothing is kept")
func lineTails() {
  let text = "one\n\ntwo\n" + String(repeating: "x", count: 50) + "\nthree\nfour"
  for size in 1...text.utf8.count {
    var (tail, seen) = (LineTail(), [String]())
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let lines = tail.take(Array(rest.prefix(size)), maximumLine: 20)
      seen += lines.map { String(decoding: $0, as: UTF8.self) }
      rest = rest.dropFirst(size)
    }
    #expect(seen == ["one", "two", "three"] && tail.skipped == 1, "\(size)")
    let last = tail.take(Array("th\n".utf8), maximumLine: 20)
    #expect(last.map { String(decoding: $0, as: UTF8.self) } == ["fourth"])
    #expect(tail.offset == text.utf8.count + 3)
  }
  var within = LineTail(at: 7, isWithin: true)
  let complete = within.take(Array("end\nnext\n".utf8), maximumLine: 20)
  #expect(complete.count == 1 && within.skipped == 0)
}

@Test("a file that is cut, replaced, or has a line of 2 MiB is followed all the same")
func transcriptFiles() async throws {
  let world = try World()
  let path = world.folder + "/t.jsonl"
  func append(_ text: String) throws {
    let file = try #require(FileHandle(forWritingAtPath: path))
    try file.seekToEnd()
    try file.write(contentsOf: Data(text.utf8))
    try file.close()
  }
  try world.write(user("a") + "\n", to: "t.jsonl")
  var transcript = try #require(Transcript(path, .claude))
  func reads() -> Bool { transcript.read() }
  #expect(transcript.folder == "/w/b")
  #expect(reads() && transcript.last?.claim == .running)
  #expect(!reads())
  let end = said("ok", #""end_turn""#)
  try append(String(end.prefix(60)))
  #expect(!reads() && transcript.last?.claim == .running)
  try append(String(end.dropFirst(60)) + "\n")
  #expect(reads() && transcript.last?.claim == .idle)

  try append(user(String(repeating: "x", count: 2 << 20)) + "\n" + said("x", "null") + "\n")
  // A look reads 1 MiB.
  #expect(!reads() && !reads())
  #expect(reads() && transcript.last?.claim == .running && transcript.dropped == 1)
  // The end of a turn in a version that says it only so.
  try append(claude(#""type": "system", "subtype": "turn_duration""#) + "\nno JSON\n")
  #expect(reads() && transcript.last?.claim == .idle && transcript.dropped == 2)
  try append(
    said("API Error: 500", "null", #""isApiErrorMessage": true, "apiErrorStatus": 500,"#) + "\n")
  try append(claude(#""type": "system", "subtype": "turn_duration""#) + "\n")
  #expect(reads() && transcript.last?.substate == .serverError)

  // Cut within a line, and written to again.
  try append(user("b"))
  #expect(!reads())
  let file = try #require(FileHandle(forWritingAtPath: path))
  try file.truncate(atOffset: 0)
  try file.write(contentsOf: Data((user("c") + "\n").utf8))
  try file.close()
  #expect(reads() && transcript.last?.claim == .running)
  // Another file in its place.
  try world.write(end + "\n" + end + "\n" + end + "\n", to: "new.jsonl")
  try await world.sh("mv new.jsonl t.jsonl")
  #expect(reads() && transcript.last?.claim == .idle)
  try FileManager.default.removeItem(atPath: path)
  #expect(!reads())
  #expect(Transcript(path, .claude) == nil && Transcript(world.folder, .claude) == nil)
}

@Test("of a file that grew by much only the end is read")
func transcriptBursts() throws {
  let world = try World()
  let path = world.folder + "/t.jsonl"
  try world.write(user("a") + "\n", to: "t.jsonl")
  var transcript = try #require(Transcript(path, .claude))
  let isRead = transcript.read()
  #expect(isRead)
  let file = try #require(FileHandle(forWritingAtPath: path))
  try file.seekToEnd()
  let block = Data((user(String(repeating: "x", count: 2000)) + "\n").utf8)
  for _ in 0..<12_000 { try file.write(contentsOf: block) }
  try file.write(contentsOf: Data((said("ok", #""end_turn""#) + "\n").utf8))
  try file.close()
  let (start, hasNews) = (ContinuousClock.now, transcript.read())
  #expect(hasNews && transcript.last?.claim == .idle && transcript.dropped == 0)
  #expect(start.duration(to: .now) < .seconds(1))
}

@Test("of a conversation of others, or of nobody known, only the head is read")
func foreignTranscripts() async throws {
  let world = try World()
  func nobody(_ text: String) -> String { user(text).replacing("\"/w/b\"", with: "null") }
  let filler = String(repeating: nobody(String(repeating: "x", count: 2000)) + "\n", count: 200)
  try world.write(filler + user("late") + "\n", to: "long.jsonl")
  try world.write(nobody("x") + "\n", to: "short.jsonl")
  try world.write(user("x").replacing("/w/b", with: "/other") + "\n", to: "other.jsonl")
  let files = ["long", "short", "other"].map {
    (path: world.folder + "/\($0).jsonl", kind: AgentKind.claude)
  }
  let roster = [Assignment(lane: try #require(LaneID("B")), kind: .claude, folder: "/w/b")]
  let now = try #require(TranscriptLine.instant("2026-05-31T10:31:50.000Z"))
  var desk = TranscriptDesk()
  await desk.keep(files)
  func look() async -> [Status?] { await desk.look(roster, at: now).evidence.map(\.claim) }
  #expect(await look().isEmpty)
  // Once its head says whose it is, it is followed; another's is not, even where it takes its place.
  try world.write(nobody("x") + "\n" + user("y") + "\n", to: "short.jsonl")
  #expect(await look() == [.running])
  try world.write(
    (user("x") + "\n" + said("secret", #""end_turn""#) + "\n").replacing("/w/b", with: "/other"),
    to: "new.jsonl")
  try await world.sh("mv new.jsonl short.jsonl")
  for _ in 0..<4 { #expect(await look().isEmpty) }
  try await world.sh("rm short.jsonl")
  try world.write(user("mine") + "\n", to: "new.jsonl")
  try await world.sh("mv new.jsonl other.jsonl")
  #expect(await look() == [.running])
}

@Test("where gate.yml does not name the program, the file does")
func transcriptKinds() async throws {
  let world = try World()
  let roster = [Assignment(lane: try #require(LaneID("B")), kind: .other, folder: "/w/b")]
  let now = try #require(TranscriptLine.instant("2026-05-31T10:31:50.000Z"))
  var desk = TranscriptDesk()
  try world.write(user("x") + "\n", to: "a.jsonl")
  try await world.sh("touch -d '1 hour ago' a.jsonl")
  var files = [(path: world.folder + "/a.jsonl", kind: AgentKind.claude)]
  await desk.keep(files)
  var report = await desk.look(roster, at: now)
  #expect(report.agents.map(\.kind) == [.claude] && report.evidence.map(\.claim) == [.running])
  let codexLines = [
    codex("session_meta", #""cwd": "/w/b""#), codex("event_msg", #""type": "task_complete""#),
  ]
  try world.write(codexLines.joined(separator: "\n") + "\n", to: "b.jsonl")
  files.append((path: world.folder + "/b.jsonl", kind: .codex))
  await desk.keep(files)
  report = await desk.look(roster, at: now)
  #expect(report.agents.map(\.kind) == [.codex] && report.evidence.map(\.claim) == [.idle])
  report = await desk.look(roster, at: now)
  #expect(report.agents.isEmpty && report.evidence.map(\.claim) == [.idle])
}

@Suite(.timeLimit(.minutes(2)))
struct TranscriptSourceTests {
  @Test("real files of lanes are followed, those of others and old ones are not")
  func follows() async throws {
    let world = try World()
    let lanes: [(name: String, kind: AgentKind)] = [("B", .claude), ("C", .codex)]
    let roster = try lanes.map { name, kind in
      Assignment(lane: try #require(LaneID(name)), kind: kind, folder: "/w/\(name.lowercased())")
    }
    let (b, c) = (try AgentID.named("B"), try AgentID.named("C"))
    let folders = TranscriptSource.folders(
      environment: ["CODEX_HOME": world.folder], home: world.folder)
    #expect(folders == (world.folder + "/.claude/projects", world.folder + "/sessions"))
    let now = Date().ISO8601Format(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
    func fresh(_ line: String) -> String {
      line.replacing("2026-05-31T10:31:49.436Z", with: now) + "\n"
    }
    let old = ".claude/projects/-w-b/old.jsonl"
    try world.write(user("of yesterday") + "\n", to: old)
    try world.write(
      fresh(user("x")).replacing("/w/b", with: "/elsewhere"), to: ".claude/projects/-e/x.jsonl")
    try await world.sh("touch -d yesterday \(old)")
    let rollout = "sessions/2026/05/31/rollout-2026-05-31T10-31-49-x.jsonl"
    let meta = fresh(codex("session_meta", #""cwd": "/w/c/sub""#))
    let start = fresh(codex("event_msg", #""type": "task_started", "turn_id": "t1""#))
    try world.write(meta + start, to: rollout)
    let source = TranscriptSource(
      claude: folders.claude, codex: folders.codex, roster: { roster }, now: machineTime)
    try await watching(source) { watcher in
      try await watcher.expect(c, .running, within: 4)
      let end = fresh(
        codex("event_msg", #""type": "turn_aborted", "turn_id": "t1", "reason": "interrupted""#))
      try world.write(meta + start + end, to: rollout)
      try await watcher.expect(c, .idle, within: 6)
      #expect(await watcher.standing(of: c)?.substate == .interrupted)
      #expect(await watcher.status(of: b) == nil)

      let new = ".claude/projects/-w-b/new.jsonl"
      try world.write(fresh(user("go")), to: new)
      try await watcher.expect(b, .running, within: 10)
      let failure = #""isApiErrorMessage": true, "apiErrorStatus": 429, "error": "rate_limit","#
      try world.write(fresh(user("go")) + fresh(said("no", "null", failure)), to: new)
      try await watcher.expect(b, .error, within: 6)
      #expect(await watcher.standing(of: b)?.substate == .rateLimited)
      #expect(await watcher.agents.count == 2)
    }
  }
}
