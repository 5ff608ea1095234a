import Files
import FoundationEssentials
import GateHooks
import Git

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Where the hooks of a repository are.
struct HookSite {
  /// The top of the worktree, without `/` at its end.
  var top: String
  var hooks: String

  init(at folder: String) throws {
    let repository = try Repository(at: folder)
    hooks = try repository.hooksFolder()
    guard let tree = repository.workingTree else {
      throw Failure("a bare repository has nothing to edit or commit", exit: .unjudged)
    }
    top = tree.hasSuffix("/") ? String(tree.dropLast()) : tree
    if !hooks.hasPrefix(top + "/"), !hooks.hasPrefix(repository.source.commonFolder) {
      Console.say(
        "note: core.hooksPath is `\(hooks)`, which other repositories may use too; "
          + "the hooks do nothing where there is no gate.yml")
    }
  }

  /// Whether there is anything to judge by, committed or not.
  var hasPlan: Bool { FileManager.default.fileExists(atPath: "\(top)/gate.yml") }

  // MARK: the hooks of git

  func install(_ hook: GitHook) throws -> HookChange {
    let path = "\(hooks)/\(hook.rawValue)"
    let script = try plainText(of: path)
    if script != nil, unsafe access(path, X_OK) != 0 {
      throw Failure(
        "`\(path)` is switched off: it is not executable", hint: "delete it, or chmod +x it, first",
        exit: .unjudged)
    }
    switch hook.installing(in: script) {
    case .already: return HookChange(path: path, action: .unchanged)
    case .written(let text):
      if script == nil {
        try FileManager.default.createDirectory(atPath: hooks, withIntermediateDirectories: true)
        guard try WholeFile.create(path, text, mode: 0o755) else {
          throw Failure("`\(path)` came up meanwhile; try again", exit: .unjudged)
        }
        return HookChange(path: path, action: .written)
      }
      try WholeFile.replace(path, text)
      return HookChange(path: path, action: .extended)
    case .chained(let text):
      // Two names for a moment, so that the hook is never without one.
      guard unsafe link(path, former(hook)) == 0 || isOneFile(path, former(hook)) else {
        throw Failure(
          "`\(former(hook))` is in the way of keeping the hook that is there", exit: .unjudged)
      }
      try WholeFile.replace(path, text)
      return HookChange(path: path, action: .chained)
    }
  }

  func uninstall(_ hook: GitHook) throws -> HookChange {
    let path = "\(hooks)/\(hook.rawValue)"
    guard let script = try plainText(of: path) else {
      return HookChange(path: path, action: .unchanged)
    }
    switch hook.uninstalling(from: script) {
    case .absent: return HookChange(path: path, action: .unchanged)
    case .rest(let text): try WholeFile.replace(path, text)
    case .nothing:
      try FileManager.default.removeItem(atPath: path)
      return HookChange(path: path, action: .deleted)
    case .formerHook:
      guard unsafe rename(former(hook), path) == 0 else {
        throw Failure("`\(former(hook))` is gone; `\(path)` is left as it is", exit: .unjudged)
      }
    }
    return HookChange(path: path, action: .restored)
  }

  private func former(_ hook: GitHook) -> String { "\(hooks)/\(hook.formerName)" }

  // MARK: the hooks of agents

  func install(_ target: HooksCommand.Target, reporting: Bool) throws -> [HookChange] {
    guard let file = target.settings else { return try GitHook.allCases.map(install) }
    let report = reporting ? target.report : nil
    return [try AgentSettings(target.edit, reporting: report, file, in: top).install()]
  }

  /// Takes all of them out of what is committed, and of what `gate lanes start` wrote.
  func uninstall(_ target: HooksCommand.Target) throws -> [HookChange] {
    guard let file = target.settings else { return try GitHook.allCases.map(uninstall) }
    var changes = [
      try AgentSettings(target.edit, reporting: target.report, file, in: top).uninstall()
    ]
    guard let edit = target.edit else { return changes }
    let local = AgentSettings(edit, reporting: target.report, edit.localFile, in: top)
    if edit.localFile != file, try local.text() != nil {
      changes.append(try local.uninstall())
    }
    try local.show()
    return changes
  }
}

/// Whether two paths name one file, as they do after a kill between the link and what follows it.
private func isOneFile(_ a: String, _ b: String) -> Bool {
  var (first, second) = (stat(), stat())
  guard unsafe lstat(a, &first) == 0, unsafe lstat(b, &second) == 0 else { return false }
  return first.st_dev == second.st_dev && first.st_ino == second.st_ino
}
