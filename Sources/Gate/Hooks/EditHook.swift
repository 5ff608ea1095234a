internal import GateModel

/// The hook that an agent's program calls before each edit, and where its settings have it.
package enum EditHook: String, Sendable, Hashable, CaseIterable {
  case claude, codex

  /// The settings of a project, from the repository's top.
  package var file: String {
    switch self {
    case .claude: ".claude/settings.json"
    case .codex: ".codex/hooks.json"
    }
  }

  /// The settings of one worktree that are not to be committed, from its top. Codex has no such file.
  package var localFile: String {
    switch self {
    case .claude: ".claude/settings.local.json"
    case .codex: file
    }
  }

  /// For people.
  package var title: String {
    switch self {
    case .claude: "Claude Code"
    case .codex: "Codex"
    }
  }

  /// The tools that write to files; Codex has one for all edits.
  private var matcher: String {
    switch self {
    case .claude: "Edit|Write|MultiEdit|NotebookEdit"
    case .codex: "apply_patch|Edit|Write"
    }
  }

  /// The entry under `hooks.PreToolUse`.
  var group: JSON {
    .object([
      "matcher": .string(matcher),
      "hooks": [["type": "command", "command": .string(command)]],
    ])
  }

  /// Both programs stop an edit at exit code 2 alone: any other failure, or no `gate`, would let it
  /// through.
  var command: String {
    "command -v gate >/dev/null 2>&1 || { echo 'gate is not on PATH: no edit is made unjudged, "
      + "install it first' >&2; exit 2; }; \(call) || exit 2"
  }

  private var call: String { "gate scope --hook \(rawValue)" }

  /// Whether a command of the settings is this hook, however the program is found.
  func isCommand(_ command: String) -> Bool { command.contains(call) }
}

/// Why settings are left as they are.
package struct SettingsProblem: Error, Sendable, Hashable {
  /// What is wrong with them, without a closing point.
  package var reason: String
}
