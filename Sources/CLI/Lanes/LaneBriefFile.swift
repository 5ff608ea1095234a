import Files
import FoundationEssentials
import GateModel
import GateReports
import Git

/// LANE.md at the top of a lane's worktree, which git does not see in any worktree.
struct LaneBriefFile {
  static let name = "LANE.md"

  /// The top of the worktree.
  var folder: String

  private var path: String { "\(folder)/\(LaneBriefFile.name)" }

  /// Writes the brief where nothing is, or in the place of an older one; the notes below that stay.
  ///
  /// - Returns: false where something else is there, which is left as it is.
  func write(_ brief: String) throws -> Bool {
    guard isThere else {
      try hide()
      return try WholeFile.create(path, LaneFile(brief: brief).text)
    }
    guard var file = file() else { return false }
    try hide()
    let old = file.text
    file.brief = brief
    if file.text != old { try WholeFile.replace(path, file.text) }
    return true
  }

  /// Whether there is nothing in it but the brief, which can be written again.
  var isOnlyBrief: Bool { file()?.notes.trimmed.isEmpty ?? false }

  private var isThere: Bool {
    // A link that leads nowhere is there too.
    FileManager.default.fileExists(atPath: path) || isLink
  }

  private var isLink: Bool {
    // What cannot be read as one is none.
    (try? FileManager.default.destinationOfSymbolicLink(atPath: path)) != nil
  }

  private func file() -> LaneFile? {
    // A link, or what cannot be read, is somebody's.
    guard let text = try? plainText(of: path) else { return nil }
    return LaneFile(text)
  }

  /// Adds the brief to git's own list of files that it does not see, which is no file of the repository
  /// and that of all worktrees.
  private func hide() throws {
    let repository = try Repository(at: folder)
    guard try !repository.ignores(RepoPath(LaneBriefFile.name)) else { return }
    for worktree in try repository.worktrees() where worktree.isThere && worktree.folder != folder {
      let other = LaneBriefFile(folder: worktree.folder)
      guard other.isThere, other.file() == nil else { continue }
      Console.say("note: git no longer sees `\(other.path)`, which is not the gate's; rename it")
    }
    let common = repository.source.commonFolder
    _ = try Folder.make(common + "info")
    try addLine("/" + LaneBriefFile.name, to: common + "info/exclude")
  }
}
