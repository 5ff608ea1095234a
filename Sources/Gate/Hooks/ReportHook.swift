/// The hooks by which an agent's program tells the server what it does. The program waits for them: one that ran
/// beside it could come after what follows it, a question before its call.
package enum ReportHook: String, Sendable, Hashable, CaseIterable {
  case claude, codex, gemini

  /// The settings of a project, from the repository's top.
  package var file: String {
    switch self {
    case .claude: EditHook.claude.file
    case .codex: EditHook.codex.file
    case .gemini: ".gemini/settings.json"
    }
  }

  /// What says something of the agent's state. Sources: https://code.claude.com/docs/en/hooks,
  /// https://developers.openai.com/codex/hooks, https://geminicli.com/docs/hooks/reference
  package var events: [String] {
    switch self {
    case .claude:
      [
        "SessionStart", "UserPromptSubmit", "PreToolUse", "PermissionRequest", "PostToolUse",
        "PostToolUseFailure", "Elicitation", "ElicitationResult", "Notification", "PreCompact",
        "PostCompact", "SubagentStop", "Stop", "StopFailure",
      ]
    case .codex:
      [
        "SessionStart", "UserPromptSubmit", "PreToolUse", "PermissionRequest", "PostToolUse",
        "PreCompact", "PostCompact", "Stop",
      ]
    case .gemini:
      // Those of the model come with each piece of an answer.
      [
        "SessionStart", "BeforeAgent", "BeforeTool", "AfterTool", "Notification", "PreCompress",
        "AfterAgent",
      ]
    }
  }

  /// Says nothing and never fails: what it prints, and its exit code, would mean something to the program.
  var command: String { "\(call) >/dev/null 2>&1 || true" }

  private var call: String { "gate report --hook \(rawValue)" }

  /// Five seconds, after which the program goes on by itself; Gemini counts milliseconds.
  private var timeout: Int {
    switch self {
    case .claude, .codex: 5
    case .gemini: 5000
    }
  }

  private var entries: [SettingsEntry] {
    events.map { SettingsEntry(event: $0, command: command, timeout: timeout, mark: call) }
  }
}

extension ReportHook {
  /// The settings with the hooks; the same where they have them already. Everything else stays byte
  /// for byte.
  package func installing(in text: String?) throws(SettingsProblem) -> String {
    try entries.installing(in: text)
  }

  /// The settings as they were before `installing`; nil where nothing else is in them.
  package func uninstalling(from text: String) throws(SettingsProblem) -> String? {
    try entries.uninstalling(from: text)
  }
}
