internal import GateModel

/// The hooks of Claude Code. Source: its hooks reference, https://code.claude.com/docs/en/hooks
enum ClaudeHooks {
  static func meaning(of hook: HookPayload) throws(HookProblem) -> HookMeaning {
    var meaning = HookMeaning(event: try hook.event())
    meaning.subagent = hook.word("agent_id")
    meaning.backgroundTasks = hook.backgroundTasks
    switch meaning.event {
    case "SessionStart":
      // `clear` and `compact` begin a new context of a session that goes on.
      let isNew = !["clear", "compact"].contains(hook.word("source") ?? "startup")
      meaning.claim = isNew ? .starting : nil
      meaning.backgroundTasks = isNew ? 0 : nil
    case "UserPromptSubmit":
      meaning.claim = .running
      meaning.opensTurn = true
    case "PreToolUse":
      meaning.detail = hook.toolCall
      meaning.claim = .running
      if isQuestion(hook) { ask(hook, &meaning) }
    case "PermissionRequest":
      meaning.claim = .waitingApproval
      meaning.detail = hook.toolCall
      if isQuestion(hook) { ask(hook, &meaning) }
    case "PostToolUse", "PostToolUseFailure", "ElicitationResult":
      meaning.claim = .running
      meaning.detail = hook.toolCall
    case "Elicitation":
      meaning.claim = .waitingInput
      meaning.detail = hook.json["message"]?.string
    case "Notification": notice(hook, &meaning)
    case "Stop":
      meaning.claim = .idle
      meaning.subagent = nil
    case "StopFailure":
      meaning.claim = .error
      let error = hook.word("error_type") ?? hook.word("error")
      meaning.substate = error.flatMap(substate)
      meaning.detail = error
    case "PreCompact":
      meaning.claim = .running
      meaning.substate = .compacting
    case "PostCompact":
      meaning.claim = hook.word("trigger") == "manual" ? .idle : .running
    default: break
    }
    return meaning
  }

  private static func isQuestion(_ hook: HookPayload) -> Bool {
    ["AskUserQuestion", "ExitPlanMode"].contains(hook.word("tool_name") ?? "")
  }

  /// A question is no permission, though the program asks for both in the same way.
  private static func ask(_ hook: HookPayload, _ meaning: inout HookMeaning) {
    meaning.claim = .waitingInput
    let isPlan = hook.word("tool_name") == "ExitPlanMode"
    let question = hook.json["tool_input"]?["questions"]?.array?.first?["question"]?.string
    meaning.detail = isPlan ? "a plan to review" : question ?? hook.toolCall
  }

  private static func notice(_ hook: HookPayload, _ meaning: inout HookMeaning) {
    let message = hook.json["message"]?.string
    switch hook.word("notification_type") ?? "" {
    case "permission_prompt": (meaning.claim, meaning.detail) = (.waitingApproval, message)
    case "elicitation_dialog": (meaning.claim, meaning.detail) = (.waitingInput, message)
    case "idle_prompt": meaning.claim = .idle
    default: break
    }
  }

  private static func substate(_ error: String) -> Substate? {
    switch error {
    case "rate_limit": .rateLimited
    case "authentication_failed": .auth
    case "billing_error": .billing
    case "invalid_request": .badRequest
    case "server_error", "overloaded": .serverError
    case "max_output_tokens": .outputLimit
    default: nil
    }
  }
}
