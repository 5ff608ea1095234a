internal import FoundationEssentials
internal import GateModel

/// What one line of a conversation's file says about whoever writes it.
struct TranscriptLine: Sendable, Hashable {
  /// What follows from it; nil where nothing does.
  var claim: Status?
  var substate: Substate?
  var detail: String?
  /// Names the line's kind in a rule.
  var rule = "other"
  /// Where the agent works; nil where the line does not say.
  var folder: String?
  /// When it was written, by its own word.
  var at: Instant?

  /// Nil for a line that is no JSON object.
  init?(_ line: ArraySlice<UInt8>, _ kind: AgentKind) {
    // Whatever else stands in the file is of no use.
    guard let json = try? JSONDecoder().decode(JSON.self, from: Data(line)), json.members != nil
    else { return nil }
    at = json["timestamp"]?.string.flatMap(TranscriptLine.instant)
    if kind == .codex { readCodex(json) } else { readClaude(json) }
  }

  // MARK: Claude Code. Source: its files of versions 2.1.126 to 2.1.281.

  private mutating func readClaude(_ json: JSON) {
    folder = json["cwd"]?.string
    // What an agent within the agent does is no state of the agent.
    if json["isSidechain"] == .bool(true) || json["isMeta"] == .bool(true) { return }
    switch json["type"]?.string {
    case "assistant": readAssistant(json)
    case "user":
      let text = TranscriptLine.text(of: json["message"]?["content"])
      if text.hasPrefix("[Request interrupted by user") {
        (rule, claim, substate) = ("interrupted", .idle, .interrupted)
      } else if !["<command-", "<local-command-", "<bash-"].contains(where: text.hasPrefix) {
        // What the user runs beside the conversation begins no turn.
        (rule, claim) = ("user", .running)
      }
    case "system":
      switch json["subtype"]?.string {
      case "turn_duration", "stop_hook_summary": rule = "turn-end"
      case "api_error":
        (rule, claim) = ("retry", .running)
        substate = TranscriptLine.substate(json["error"]?["status"]?.integer, nil)
      default: break
      }
    default: break
    }
  }

  private mutating func readAssistant(_ json: JSON) {
    if json["isApiErrorMessage"] == .bool(true) {
      (rule, claim) = ("api-error", .error)
      let word = json["error"]?.string
      substate = TranscriptLine.substate(json["apiErrorStatus"]?.integer, word)
      detail = oneLine(TranscriptLine.text(of: json["message"]?["content"]))
      return
    }
    let reason = json["message"]?["stop_reason"]?.string
    // Others write `max_tokens` and `refusal`; `tool_use` and none at all go on.
    let isEnd = ["end_turn", "stop_sequence", "max_tokens", "refusal"].contains(reason)
    (rule, claim) = isEnd ? ("end-turn", .idle) : ("assistant", .running)
    guard !isEnd else { return }
    let tools = json["message"]?["content"]?.array?.compactMap { $0["name"]?.string } ?? []
    // Its answer is the next line.
    if let tool = tools.last(where: ["AskUserQuestion", "ExitPlanMode"].contains) {
      (rule, claim) = ("question", .waitingInput)
      detail = tool == "ExitPlanMode" ? "a plan to review" : nil
    } else {
      detail = tools.last.map { oneLine($0) }
    }
  }

  private static func text(of content: JSON?) -> String {
    content?.string ?? content?.array?.lazy.compactMap { $0["text"]?.string }.first ?? ""
  }

  private static func substate(_ status: Int?, _ word: String?) -> Substate? {
    switch (status, word) {
    case (401, _), (403, _), (_, "authentication_failed"): .auth
    case (429, _), (_, "rate_limit"): .rateLimited
    case (402, _), (_, "billing_error"): .billing
    case (404, _), (_, "model_not_found"): .modelUnavailable
    case (400, _), (_, "invalid_request"): .badRequest
    case (_, "max_output_tokens"): .outputLimit
    case (let status?, _) where status >= 500: .serverError
    case (_, "server_error"), (_, "overloaded"): .serverError
    default: nil
    }
  }

  // MARK: Codex. Source: its files of versions 0.130 to 0.154.

  private mutating func readCodex(_ json: JSON) {
    let payload = json["payload"]
    let kind = payload?["type"]?.string
    switch json["type"]?.string {
    case "session_meta", "turn_context": folder = payload?["cwd"]?.string
    case "event_msg":
      switch kind {
      case "task_started", "turn_started", "user_message": (rule, claim) = ("turn-start", .running)
      case "task_complete", "turn_complete": (rule, claim) = ("end-turn", .idle)
      case "turn_aborted":
        (rule, claim) = ("interrupted", .idle)
        substate = payload?["reason"]?.string == "interrupted" ? .interrupted : nil
      case "error", "stream_error":
        rule = "error"
        claim = kind == "error" ? .error : .running
        detail = payload?["message"]?.string.map { oneLine($0) }
      case "item_completed", "exec_command_begin", "exec_command_end", "agent_reasoning":
        (rule, claim) = ("item", .running)
      default: break
      }
    case "response_item":
      let isCall = ["function_call", "custom_tool_call", "local_shell_call"].contains(kind)
      guard isCall || kind == "reasoning" else { return }
      let name = payload?["name"]?.string
      let isQuestion = name == "request_user_input"
      (rule, claim) = isQuestion ? ("question", .waitingInput) : ("item", .running)
      detail = isQuestion ? nil : name.map { oneLine($0) }
    default: break
    }
  }

  // MARK: Moments

  /// `2026-05-31T10:31:49.436Z`, as both write it; nil for anything else.
  static func instant(_ text: String) -> Instant? {
    let style = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
    // A time that cannot be read is none: the line then counts from when it is seen.
    guard let date = try? Date(text, strategy: style) else { return nil }
    let microseconds = (date.timeIntervalSince1970 * 1_000_000).rounded()
    return Int64(exactly: microseconds).map { Instant(microseconds: $0) }
  }
}
