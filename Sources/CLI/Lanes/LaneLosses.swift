import FoundationEssentials
import GateModel
import GatePipeline
import Git

/// What git ignores in a lane's worktree and nobody could make again, were it removed.
struct LaneLosses {
  /// Files, and folders with `/` at their end.
  var paths: [String]

  /// - Parameter folder: the top of the worktree.
  init(in folder: String, of project: Project) throws {
    let kept = GlobSet(project.suites.flatMap(\.keep))
    paths = try Repository(at: folder).ignoredFiles().filter { path in
      let text = path.description
      if text == LaneBriefFile.name { return !LaneBriefFile(folder: folder).isOnlyBrief }
      if text.hasPrefix("\(project.reports)/") || LaneHooks.haveWritten(text, in: folder) {
        return false
      }
      guard text.hasSuffix("/") else { return !kept.contains(path) }
      return !isMadeAgain(text, in: folder) && !kept.contains(RepoPath(text + "x"))
    }.map(\.description)
  }
}

/// Whether a folder is one that tools fill and fill again: by its name, or by its own word.
/// Source: https://bford.info/cachedir
private func isMadeAgain(_ path: String, in folder: String) -> Bool {
  let name = RepoPath(path.dropLast()).name
  return ["node_modules", "__pycache__", ".build", ".venv", "venv"].contains(name)
    || FileManager.default.fileExists(atPath: "\(folder)/\(path)CACHEDIR.TAG")
}
