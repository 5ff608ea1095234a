import Files
import FoundationEssentials
import GateHooks
import GatePipeline
import Git

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Clears away what starts of lanes left that were killed: files that were being written, and where git
/// still made the worktree, that, for nobody was told that it is there. One that was whole already is kept.
/// Only under the lock of lanes.
///
/// - Returns: whether there was any, so that what was seen before is no longer so.
func clearCutOffStarts(_ places: LanePlaces, _ environment: [String: String]) throws -> Bool {
  for worktree in places.cutOff {
    let folder = worktree.folder
    if let branch = worktree.branch {
      removeLock(of: branch, try Repository(at: places.root).source.commonFolder)
    }
    if worktree.isThere, worktree.isWhole {
      try git(["worktree", "unlock", folder], in: places.root, environment)
      continue
    }
    if worktree.isThere, let file = try Repository(at: folder).filesBesideHead().first {
      throw Failure(
        "`\(file)` is in `\(folder)`, a worktree whose start was cut off",
        hint: "keep what you need elsewhere, then: git worktree remove -f -f \(folder)",
        exit: .unjudged)
    }
    // Where git has not got far, nothing is in it but the file by which git knows it.
    let names = try? FileManager.default.contentsOfDirectory(atPath: folder)
    if worktree.isThere || names == [".git"] { try Folder.remove(folder, last: ".git") }
    try forget(worktree, places)
    Console.say("note: an earlier start was cut off; its half of `\(folder)` is removed")
  }
  var isChanged = !places.cutOff.isEmpty
  for worktree in places.lanes.compactMap(\.worktree) where worktree.isWhole {
    for file in [LaneBriefFile.name] + EditHook.allCases.flatMap({ AgentSettings.hidden($0) }) {
      let path = "\(worktree.folder)/\(file)"
      if try WholeFile.removeLeftovers(of: path) { isChanged = true }
    }
  }
  return isChanged
}

/// Takes a worktree whose folder is gone out of git's list: `git worktree prune` takes out all of them, but
/// none that is locked.
func forget(_ worktree: LinkedWorktree, _ places: LanePlaces) throws {
  guard let name = worktree.name else { return }
  let common = try Repository(at: places.root).source.commonFolder
  try Folder.remove("\(common)worktrees/\(name)", last: "gitdir")
}

/// Removes git's lock on the branch of a start that was cut off: of a git that was killed, unless somebody
/// is done with it in a moment.
private func removeLock(of branch: String, _ common: String) {
  let file = "\(common)refs/heads/\(branch).lock"
  for _ in 0..<40 where FileManager.default.fileExists(atPath: file) { usleep(50_000) }
  unsafe unlink(file)
}
