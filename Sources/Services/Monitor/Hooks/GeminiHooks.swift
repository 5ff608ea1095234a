internal import GateModel

/// The hooks of Gemini CLI. Source: https://geminicli.com/docs/hooks/reference
enum GeminiHooks {
  static func meaning(of hook: HookPayload) throws(HookProblem) -> HookMeaning {
    var meaning = HookMeaning(event: try hook.event())
    switch meaning.event {
    case "SessionStart": meaning.claim = .starting
    case "BeforeAgent":
      meaning.claim = .running
      meaning.opensTurn = true
    case "BeforeTool", "AfterTool", "BeforeModel", "AfterModel":
      meaning.claim = .running
      meaning.detail = hook.toolCall
    case "Notification" where hook.word("notification_type") == "ToolPermission":
      meaning.claim = .waitingApproval
      meaning.detail = hook.json["message"]?.string
    case "PreCompress":
      meaning.claim = .running
      meaning.substate = .compacting
    case "AfterAgent": meaning.claim = .idle
    default: break
    }
    return meaning
  }
}
