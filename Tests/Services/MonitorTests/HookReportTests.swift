import TestSupport
import Testing

@testable import Monitor

private func report(_ dialect: HookDialect, _ payload: String) throws -> HookReport {
  let agent = try #require(AgentID("B"))
  let kind = AgentKind(rawValue: dialect.rawValue) ?? .other
  return try HookReport(
    Array(payload.utf8), from: dialect, agent: agent, kind: kind, at: Instant(microseconds: 7))
}

/// `rule|claim|substate|detail`, then what else is not as usual.
private func words(_ report: HookReport) -> String {
  let evidence = report.evidence
  var words = [
    evidence.rule.description, evidence.claim?.rawValue ?? "-", evidence.substate?.rawValue,
    evidence.detail,
  ].compactMap { $0 }
  if let turn = evidence.turn { words.append("turn=\(turn)") }
  if let subagent = evidence.subagent { words.append("agent=\(subagent)") }
  if let tasks = evidence.backgroundTasks { words.append("tasks=\(tasks)") }
  if evidence.opensTurn { words.append("opens") }
  if evidence.confirmWithin != nil { words.append("confirm") }
  return words.joined(separator: "|")
}

@Test("payloads of hooks become evidence")
func payloads() throws {
  let bash = #""tool_name":"Bash","tool_input":{"command":"swift test\n  --filter X"}"#
  let question =
    #""tool_name":"AskUserQuestion","tool_input":{"questions":[{"question":"Which?"}]}"#
  let tasks =
    #""background_tasks":[{"id":"a","status":"running"},{"id":"b"},{"id":"c","status":"completed"}]"#
  // The dialect, what stands beside the event's name, what it means.
  let cases: [(HookDialect, event: String, rest: String, means: String)] = [
    (.claude, "SessionStart", #""source":"startup""#, "claude/session-start|starting|tasks=0"),
    (.claude, "SessionStart", #""source":"compact""#, "claude/session-start|-"),
    (.claude, "UserPromptSubmit", #""prompt":"x""#, "claude/user-prompt-submit|running|opens"),
    (
      .claude, "PreToolUse", bash, "claude/pre-tool-use|running|Bash: swift test --filter X"
    ),
    (.claude, "PreToolUse", question, "claude/pre-tool-use|waiting_input|Which?"),
    (
      .claude, "PermissionRequest", bash,
      "claude/permission-request|waiting_approval|Bash: swift test --filter X"
    ),
    (.claude, "PermissionRequest", question, "claude/permission-request|waiting_input|Which?"),
    (
      .claude, "PermissionRequest", #""tool_name":"ExitPlanMode""#,
      "claude/permission-request|waiting_input|a plan to review"
    ),
    (
      .claude, "PostToolUse", bash + #","agent_id":"a1""#,
      "claude/post-tool-use|running|Bash: swift test --filter X|agent=a1"
    ),
    (
      .claude, "PostToolUseFailure", #""tool_name":"Read""#,
      "claude/post-tool-use-failure|running|Read"
    ),
    (.claude, "Elicitation", #""message":"Sign in""#, "claude/elicitation|waiting_input|Sign in"),
    (
      .claude, "Notification", #""notification_type":"permission_prompt","message":"Bash?""#,
      "claude/notification|waiting_approval|Bash?"
    ),
    (.claude, "Notification", #""notification_type":"idle_prompt""#, "claude/notification|idle"),
    (
      .claude, "Notification", #""notification_type":"elicitation_dialog""#,
      "claude/notification|waiting_input"
    ),
    (.claude, "Notification", #""notification_type":"auth_success""#, "claude/notification|-"),
    (.claude, "Stop", tasks, "claude/stop|idle|tasks=2"),
    (
      .claude, "SubagentStop", tasks + #","agent_id":"a""#, "claude/subagent-stop|-|agent=a|tasks=1"
    ),
    (
      .claude, "StopFailure", #""error_type":"authentication_failed""#,
      "claude/stop-failure|error|auth|authentication_failed"
    ),
    (
      .claude, "StopFailure", #""error":"max_output_tokens""#,
      "claude/stop-failure|error|output_limit|max_output_tokens"
    ),
    (.claude, "StopFailure", #""error_type":"new_one""#, "claude/stop-failure|error|new_one"),
    (.claude, "PreCompact", #""trigger":"auto""#, "claude/pre-compact|running|compacting"),
    (.claude, "PostCompact", #""trigger":"manual""#, "claude/post-compact|idle"),
    (.claude, "SomethingNew", #""x":1"#, "claude/something-new|-"),
    (.claude, "$(rm)", #""x":1"#, "hook/unreadable-event|-"),

    (
      .codex, "UserPromptSubmit", #""turn_id":"t1""#,
      "codex/user-prompt-submit|running|turn=t1|opens"
    ),
    (
      .codex, "PermissionRequest",
      #""turn_id":"t1","tool_name":"Bash","tool_input":{"command":"ls"}"#,
      "codex/permission-request|waiting_approval|Bash: ls|turn=t1|confirm"
    ),
    (
      .codex, "PreToolUse", #""tool_name":"request_user_input""#,
      "codex/pre-tool-use|waiting_input|request_user_input"
    ),
    (.codex, "Stop", #""turn_id":"t1""#, "codex/stop|idle|turn=t1"),
    (.codex, "SubagentStop", #""turn_id":"t1""#, "codex/subagent-stop|-|turn=t1"),

    (.gemini, "BeforeAgent", #""prompt":"x""#, "gemini/before-agent|running|opens"),
    (
      .gemini, "Notification", #""notification_type":"ToolPermission","message":"Write a?""#,
      "gemini/notification|waiting_approval|Write a?"
    ),
    (.gemini, "Notification", #""notification_type":"Other""#, "gemini/notification|-"),
    (.gemini, "PreCompress", #""trigger":"auto""#, "gemini/pre-compress|running|compacting"),
    (.gemini, "AfterAgent", #""prompt":"x""#, "gemini/after-agent|idle"),
  ]
  for (dialect, event, rest, means) in cases {
    let text = #"{"session_id":"s1","hook_event_name":"\#(event)",\#(rest)}"#
    let made = try report(dialect, text)
    #expect(words(made) == means && made.session == "s1", "\(text)")
    #expect(made.evidence.tier == .hook && made.evidence.at == Instant(microseconds: 7))
  }
  let notice = try report(
    .codex, #"{"type":"agent-turn-complete","turn-id":"t9","last-assistant-message":"ok"}"#)
  #expect(words(notice) == "codex/agent-turn-complete|idle|turn=t9")
  let generic = try report(
    .generic,
    #"{"status":"waiting_input","detail":"which\u001b[2J branch?","background_tasks":3,"turn":"t"}"#
  )
  #expect(words(generic) == "generic/report|waiting_input|which [2J branch?|turn=t|tasks=3")
}

@Test("what a payload says is kept as one clean line, and numbers within what can be")
func cleanPayloads() throws {
  let wide = String(repeating: "é", count: 300)
  let cases: [(HookDialect, payload: String, means: String)] = [
    (
      .codex,
      #"{"hook_event_name":"Stop","turn_id":"a\u0000b\n c\u001b[2J","session_id":"s\u0000"}"#,
      "codex/stop|idle|turn=a b c [2J"
    ),
    (.codex, #"{"hook_event_name":"Stop","turn_id":"\u0000"}"#, "codex/stop|idle"),
    (
      .codex, #"{"type":"agent-turn-complete","turn-id":"t\u0007"}"#,
      "codex/agent-turn-complete|idle|turn=t"
    ),
    (
      .claude, #"{"hook_event_name":"SubagentStop","agent_id":"x\u0000\u0085y"}"#,
      "claude/subagent-stop|-|agent=x y"
    ),
    (.claude, #"{"hook_event_name":"St\u0000op"}"#, "hook/unreadable-event|-"),
    (
      .generic, #"{"status":"running","background_tasks":3000000000,"turn":"t\u0000"}"#,
      "generic/report|running|turn=t|tasks=10000"
    ),
    (.generic, #"{"status":"running","background_tasks":-7}"#, "generic/report|running|tasks=0"),
    (
      .generic, #"{"status":"running","detail":"\#(wide)"}"#,
      "generic/report|running|\(String(repeating: "é", count: 90))…"
    ),
  ]
  for (dialect, payload, means) in cases {
    let made = try report(dialect, payload)
    #expect(words(made) == means, "\(payload)")
    #expect(made.session == nil || made.session == "s", "\(payload)")
  }
}

@Test("a payload that is none says why")
func wrongPayloads() throws {
  let large = #"{"hook_event_name":"Stop","x":""# + String(repeating: "x", count: 65_536) + #""}"#
  let cases: [(HookDialect, payload: String, problem: HookProblem)] = [
    (.claude, "", .notJSON), (.claude, "{", .notJSON), (.claude, "[]", .notJSON),
    (.claude, "{}", .missing("hook_event_name")),
    (.gemini, #"{"hook_event_name": 7}"#, .missing("hook_event_name")),
    (.codex, #"{"hook_event_name": ""}"#, .missing("hook_event_name")),
    (.claude, large, .tooLarge(bytes: large.utf8.count)),
    (.claude, String(repeating: "[", count: 60_000), .notJSON),
    (.generic, "{}", .missing("status")),
    (
      .generic, #"{"status":"runing"}"#,
      .unknownWord("runing", member: "status", nearest: "running")
    ),
    (.generic, #"{"status":"unknown"}"#, .unknownWord("unknown", member: "status", nearest: nil)),
    (
      .generic, #"{"status":"error","substate":"auht"}"#,
      .unknownWord("auht", member: "substate", nearest: "auth")
    ),
  ]
  for (dialect, payload, problem) in cases {
    #expect(throws: problem, "\(payload.prefix(60))") { try report(dialect, payload) }
  }
}

@Test("no payload makes a reader fail, and what it keeps is short")
func fuzzedPayloads() throws {
  let fuzz = Fuzz(
    seeds: [
      #"{"hook_event_name":"PreToolUse","tool_name":"Bash","tool_input":{"command":"x"}}"#,
      #"{"hook_event_name":"Stop","background_tasks":[{"id":"a"}],"turn_id":"t"}"#,
      #"{"status":"running","detail":"x","background_tasks":99999999999,"turn":"\u0000"}"#,
    ], words: ["{", "[", "\"", "\\u0000", "hook_event_name", ":", ","])
  let failures = fuzz.failures { text in
    for dialect in HookDialect.allCases {
      // A payload that is damaged is refused: that is what it is for.
      guard let made = try? report(dialect, text) else { continue }
      let kept = [
        made.event, made.session, made.evidence.turn, made.evidence.subagent, made.evidence.detail,
      ].compactMap { $0 }
      for text in kept {
        if text.utf8.count > 200 { return "a long text" }
        if text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) {
          return "a control character"
        }
      }
      if let tasks = made.evidence.backgroundTasks, !(0...10_000).contains(tasks) {
        return "a wild number"
      }
    }
    return nil
  }
  #expect(failures.isEmpty, "\(failures)")
}
