import Files
import FoundationEssentials
import GateModel
import Git

/// LANE.md at the top of a lane's worktree, which git does not see in any worktree.
struct LaneBriefFile {
  static let name = "LANE.md"

  /// The top of the worktree.
  var folder: String

  func write(_ text: String) throws {
    try exclude("/" + LaneBriefFile.name)
    try WholeFile.replace("\(folder)/\(LaneBriefFile.name)", text)
  }

  /// Git's own list of files that it does not see, which is no file of the repository.
  private func exclude(_ pattern: String) throws {
    let common = try Repository(at: folder).source.commonFolder
    _ = try Folder.make(common + "info")
    let file = common + "info/exclude"
    let isThere = FileManager.default.fileExists(atPath: file)
    let text = isThere ? String(decoding: try bytes(ofFile: file), as: UTF8.self) : ""
    guard !text.lines.contains(Substring(pattern)) else { return }
    let end = text.isEmpty || text.hasSuffix("\n") ? "" : "\n"
    try WholeFile.replace(file, text + end + pattern + "\n")
  }
}
