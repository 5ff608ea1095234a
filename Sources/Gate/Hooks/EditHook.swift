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

  /// The hooks of the same program that tell what its agent does.
  package var report: ReportHook {
    switch self {
    case .claude: .claude
    case .codex: .codex
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

  private var entry: SettingsEntry {
    SettingsEntry(event: "PreToolUse", matcher: matcher, command: command, mark: call)
  }

  /// Both programs stop an edit at exit code 2 alone: any other failure, or no `gate`, would let it
  /// through.
  var command: String {
    "command -v gate >/dev/null 2>&1 || { echo 'gate is not on PATH: no edit is made unjudged, "
      + "install it first' >&2; exit 2; }; \(call) || exit 2"
  }

  private var call: String { "gate scope --hook \(rawValue)" }
}

extension EditHook {
  /// The settings with the hook; the same where they have it already. Everything else stays byte for
  /// byte.
  package func installing(in text: String?) throws(SettingsProblem) -> String {
    try [entry].installing(in: text)
  }

  /// The settings as they were before `installing`; nil where nothing else is in them.
  package func uninstalling(from text: String) throws(SettingsProblem) -> String? {
    try [entry].uninstalling(from: text)
  }

  /// Whether the hook is among the settings, as this version writes it or another.
  package func isInstalled(in text: String) throws(SettingsProblem) -> Bool {
    try entry.isInstalled(in: text)
  }
}

/// Why settings are left as they are.
package struct SettingsProblem: Error, Sendable, Hashable {
  /// What is wrong with them, without a closing point.
  package var reason: String
}
