extension Sequence<Assignment> {
  /// Whose worktree a path lies in, the innermost where one lies within another; of all programs, or of
  /// those that one may be: where gate.yml names none that is known, any.
  func owner(of path: String, kind: AgentKind? = nil) -> Assignment? {
    var best: (assignment: Assignment, length: Int)?
    for assignment in self {
      guard let folder = assignment.folder, !folder.isEmpty,
        kind == nil || kind == assignment.kind || assignment.kind == .other,
        path == folder || path.hasPrefix(folder + "/"),
        folder.utf8.count > best?.length ?? 0
      else { continue }
      best = (assignment, folder.utf8.count)
    }
    return best?.assignment
  }
}

extension AgentKind {
  /// Whether a command runs this program: `claude`, `/opt/bin/codex exec`, `node /usr/lib/claude/cli.js`.
  func isRun(by command: String) -> Bool {
    let words = command.split(separator: " ").prefix(3)
    switch self {
    case .shell: return AgentKind.isShell(command)
    case .other: return !words.isEmpty && !AgentKind.isShell(command)
    case .claude, .codex, .gemini, .aider:
      return words.contains { word in
        word.split(separator: "/").contains { part in
          part.split(separator: ".").first.map { $0.lowercased() == rawValue } ?? false
            || part.lowercased().hasPrefix(rawValue + "-")
        }
      }
    }
  }

  /// Whether a command is a shell that waits for another one: `-zsh`, `/bin/bash`.
  static func isShell(_ command: String) -> Bool {
    let words = command.split(separator: " ")
    guard let name = words.first?.split(separator: "/").last, words.count == 1 else { return false }
    let shells = ["sh", "bash", "zsh", "fish", "dash", "ksh", "tcsh", "csh", "nu"]
    return shells.contains(name.drop { $0 == "-" }.lowercased())
  }
}
