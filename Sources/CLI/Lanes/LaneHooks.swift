import ArgumentParser
import Files
import GateHooks
import GateModel
import Git

/// The hook of an agent's program in a lane's worktree, which is of that worktree alone.
struct LaneHooks {
  private var hook: EditHook
  /// Whether the server, which runs or has run, is told what the agent does.
  private var isReporting: Bool
  /// The top of the worktree.
  private var folder: String
  /// The file of the lane's branch that has the hook; nil for settings that are not committed.
  private var committed: String?

  /// Finds out where the hook goes, and writes nothing. A file that the branch has is left as it is: a
  /// lane that changed it would bring the change along.
  ///
  /// - Parameters:
  ///   - tree: what the lane's branch has.
  ///   - instance: of the repository, where a server may have been.
  init(
    _ hook: EditHook, in folder: String, _ tree: ObjectID, of repository: borrowing Repository,
    _ instance: InstanceFolder
  ) throws {
    self.hook = hook
    // Keys that cannot be read are none to report by.
    isReporting = (try? instance.readKeys())?.gate.isEmpty == false
    self.folder = folder
    for file in [hook.file, hook.localFile] where committed == nil {
      guard let id = try repository.entry(RepoPath(file), in: tree)?.id,
        let bytes = try repository.blob(id, atMost: Repository.maximumTextSize)
      else { continue }
      // What cannot be read has no hook in it; the program says what is wrong with its settings.
      let has = try? hook.isInstalled(in: String(decoding: bytes, as: UTF8.self))
      if has == true {
        committed = file
      } else if file == hook.localFile {
        throw Failure(
          "`\(file)` is a file of this repository, and has no hook for \(hook.title)",
          hint: "commit it on the base: gate hooks install \(hook.rawValue)", exit: .unjudged)
      }
    }
  }

  /// Writes the settings where the branch does not have the hook; twice is once.
  func install() throws -> HookChange {
    if let committed { return HookChange(path: committed, action: .unchanged) }
    let settings = AgentSettings(
      hook, reporting: isReporting ? hook.report : nil, hook.localFile, in: folder)
    if try !Repository(at: folder).ignores(RepoPath(hook.localFile)) { try settings.hide() }
    return HookChange(path: hook.localFile, action: try settings.install().action)
  }

  /// Whether an ignored file or folder is of `install` alone: settings with nothing but the hook, and what
  /// hides them.
  static func haveWritten(_ path: String, in folder: String) -> Bool {
    EditHook.allCases.contains {
      AgentSettings($0, reporting: $0.report, $0.localFile, in: folder).areAllOf(path)
    }
  }

  /// What has to be known about programs that do not read their hooks in the worktree: Codex takes those
  /// of the main checkout for all worktrees. Source: https://github.com/openai/codex/pull/21969
  static func note(on hooks: [EditHook], main root: String) throws -> String? {
    guard hooks.contains(.codex) else { return nil }
    let text = try AgentSettings(.codex, reporting: nil, EditHook.codex.file, in: root).text()
    // Where the settings cannot be read, the hook is not in them.
    if let text, (try? EditHook.codex.isInstalled(in: text)) == true { return nil }
    return
      "note: Codex reads its hooks in the main checkout, also for worktrees, and there is none: "
      + "gate hooks install codex -C \(root)"
  }

  /// Reads a list as `--hooks` has it.
  static func programs(_ text: String) throws -> [EditHook] {
    try text.split(separator: ",").map { name in
      if let hook = EditHook(rawValue: name.trimmed) { return hook }
      let all = EditHook.allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError(
        name.trimmed == "git"
          ? "git has its hooks for all worktrees: gate hooks install git"
          : "there is no program `\(name)`; there are \(all)")
    }
  }
}
