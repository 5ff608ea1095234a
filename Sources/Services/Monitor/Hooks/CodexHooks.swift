internal import GateModel

/// The hooks of Codex CLI, and what its `notify` program is given. Source:
/// https://developers.openai.com/codex/hooks
enum CodexHooks {
  static func meaning(of hook: HookPayload) throws(HookProblem) -> HookMeaning {
    if let notice = hook.word("type"), hook.word("hook_event_name") == nil {
      // `notify` has one event and writes its names with hyphens.
      let isEnd = notice == "agent-turn-complete"
      return HookMeaning(event: notice, claim: isEnd ? .idle : nil, turn: hook.word("turn-id"))
    }
    var meaning = HookMeaning(event: try hook.event(), turn: hook.word("turn_id"))
    meaning.subagent = hook.word("agent_id")
    switch meaning.event {
    case "SessionStart": meaning.claim = .starting
    case "UserPromptSubmit":
      meaning.claim = .running
      meaning.opensTurn = true
    case "PreToolUse", "PostToolUse", "PostCompact":
      meaning.claim = .running
      meaning.detail = hook.toolCall
      if meaning.event == "PreToolUse", hook.word("tool_name") == "request_user_input" {
        meaning.claim = .waitingInput
      }
    case "PermissionRequest":
      // Asked also where a review answers by itself: only what is on the screen waits for a human.
      meaning.claim = .waitingApproval
      meaning.detail = hook.toolCall
      meaning.confirmWithin = .seconds(2)
    case "PreCompact":
      meaning.claim = .running
      meaning.substate = .compacting
    case "Stop": meaning.claim = .idle
    case "StopFailure":
      meaning.claim = .error
      meaning.detail = hook.word("error_type") ?? hook.word("error")
    default: break
    }
    return meaning
  }
}
