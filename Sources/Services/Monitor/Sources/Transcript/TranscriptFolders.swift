internal import Files
internal import FoundationEssentials

/// Finds the files of conversations that were written to not long ago.
struct TranscriptFolders: Sendable {
  /// `projects` in the folder of Claude Code.
  var claude: String
  /// `sessions` in the folder of Codex.
  var codex: String

  private static let maximumFiles = 10_000
  /// Codex goes on in the file of the day on which a conversation began.
  private static let days = 7

  /// The files that were written to since a moment, in the order of their paths.
  func recent(since: Instant) -> [(path: String, kind: AgentKind)] {
    let claudeFiles = names(claude).flatMap { project in
      names(claude + "/" + project).filter { $0.hasSuffix(".jsonl") }
        .map { (path: "\(claude)/\(project)/\($0)", kind: AgentKind.claude) }
    }
    let days = below(below(below([codex]))).suffix(TranscriptFolders.days)
    let codexFiles = days.flatMap { day in
      names(day).filter { $0.hasPrefix("rollout-") && $0.hasSuffix(".jsonl") }
        .map { (path: "\(day)/\($0)", kind: AgentKind.codex) }
    }
    let all = claudeFiles.prefix(TranscriptFolders.maximumFiles) + codexFiles
    return all.filter { file in
      FileMark(file.path).map { $0.modified / 1000 >= since.microseconds } ?? false
    }
  }

  /// The folders of years, months and days: numbers, so that their order is that of time.
  private func below(_ folders: [String]) -> [String] {
    folders.suffix(TranscriptFolders.days).flatMap { folder in
      names(folder).filter { $0.allSatisfy(\.isNumber) }.map { "\(folder)/\($0)" }
    }
  }

  private func names(_ folder: String) -> [String] {
    // A program that never ran has no folder.
    (try? FileManager.default.contentsOfDirectory(atPath: folder))?.sorted() ?? []
  }
}
