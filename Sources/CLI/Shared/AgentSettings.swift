import Files
import FoundationEssentials
import GateHooks

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A file with the settings of an agent's program, with the gate's hooks in it or without.
struct AgentSettings {
  private var edit: EditHook?
  private var report: ReportHook?
  /// From the top of the worktree.
  private var file: String
  private var top: String

  /// - Parameters:
  ///   - edit: the hook before each edit, where it is meant.
  ///   - report: the hooks that tell the server what the agent does, where they are meant.
  ///   - top: of the worktree, without `/` at its end.
  init(_ edit: EditHook?, reporting report: ReportHook?, _ file: String, in top: String) {
    self.edit = edit
    self.report = report
    self.file = file
    self.top = top
  }

  private var path: String { "\(top)/\(file)" }

  /// From the top; each program has its settings in a folder of their own.
  private var folder: String { String(file.prefix { $0 != "/" }) }

  /// Nil where there are none.
  func text() throws -> String? { try plainText(of: path) }

  func install() throws -> HookChange {
    let old = try text()
    let new = try settings { () throws(SettingsProblem) in try installing(in: old) }
    if new == old { return HookChange(path: path, action: .unchanged) }
    guard old == nil else {
      try WholeFile.replace(path, new)
      return HookChange(path: path, action: .extended)
    }
    try Folder.make(folder, in: top)
    guard try WholeFile.create(path, new) else {
      throw Failure("`\(path)` came up meanwhile; try again", exit: .unjudged)
    }
    return HookChange(path: path, action: .written)
  }

  func uninstall() throws -> HookChange {
    guard let old = try text() else { return HookChange(path: path, action: .unchanged) }
    guard let new = try settings({ () throws(SettingsProblem) in try uninstalling(from: old) })
    else {
      try FileManager.default.removeItem(atPath: path)
      // The folder stays where anything else is in it.
      _ = unsafe rmdir("\(top)/\(folder)")
      return HookChange(path: path, action: .deleted)
    }
    if new == old { return HookChange(path: path, action: .unchanged) }
    try WholeFile.replace(path, new)
    return HookChange(path: path, action: .restored)
  }

  private func installing(in text: String?) throws(SettingsProblem) -> String {
    var text = text
    if let edit { text = try edit.installing(in: text) }
    if let report { text = try report.installing(in: text) }
    return text ?? ""
  }

  private func uninstalling(from text: String) throws(SettingsProblem) -> String? {
    var rest: String? = text
    if let edit { rest = try edit.uninstalling(from: text) }
    if let report, let text = rest { rest = try report.uninstalling(from: text) }
    return rest
  }

  /// Whether there is nothing in them but the hooks.
  private var areOnlyHooks: Bool {
    do {
      return try text().map { text in try uninstalling(from: text) == nil } ?? false
    } catch {
      return false  // A link, or no text of ours.
    }
  }

  private func settings<Value>(_ body: () throws(SettingsProblem) -> Value) throws -> Value {
    do throws(SettingsProblem) {
      return try body()
    } catch {
      throw Failure(
        "\(file) is left as it is: \(error.reason)", hint: "mend it, or add the hook by hand",
        exit: .unjudged)
    }
  }
}

// Out of git's sight.
extension AgentSettings {
  /// Not git's list of excluded files, which is that of all worktrees: there it would also hide a file
  /// that somebody means to commit.
  private var ignoreFile: String { "\(top)/\(folder)/.gitignore" }
  private var ignoreText: String {
    "# By `gate lanes start`: of this worktree alone.\n/.gitignore\n/\(name)\n"
  }
  private var name: Substring { file.dropFirst(folder.count + 1) }

  /// The files that a program gets in a worktree alone, from its top.
  static func hidden(_ hook: EditHook) -> [String] {
    [hook.localFile, hook.localFile.prefix { $0 != "/" } + "/.gitignore"]
  }

  /// Lets git ignore the file in this worktree, by a file that is ignored too.
  func hide() throws {
    try Folder.make(folder, in: top)
    guard try !WholeFile.create(ignoreFile, ignoreText), !areHidden() else { return }
    throw Failure(
      "`\(folder)/.gitignore` is there and does not name `\(name)`: git would see `\(file)`",
      hint: "add the line `/\(name)` to it and commit that", exit: .unjudged)
  }

  /// Whether it is `hide` that lets git ignore the file.
  func areHidden() -> Bool {
    // A link, or what cannot be read, is not ours.
    (try? plainText(of: ignoreFile)) == ignoreText
  }

  /// Whether a file or, with `/` at its end, a folder has nothing in it but them and what hides them.
  func areAllOf(_ path: String) -> Bool {
    switch path {
    case file: return areOnlyHooks
    case "\(folder)/.gitignore": return areHidden()
    case "\(folder)/":
      // A folder that cannot be read is not ours.
      let names = try? FileManager.default.contentsOfDirectory(atPath: "\(top)/\(folder)")
      return names?.allSatisfy { areAllOf("\(folder)/\($0)") } ?? false
    default: return false
    }
  }

  /// The reverse of `hide`.
  func show() throws {
    guard areHidden() else { return }
    try FileManager.default.removeItem(atPath: ignoreFile)
    _ = unsafe rmdir("\(top)/\(folder)")
  }
}
