import Files
import GatePipeline
import Git

/// Clears away what starts of lanes left that were killed while git made the worktree: nobody was told that
/// it is there. One that was whole already is kept. Only under the lock of lanes.
///
/// - Returns: whether there was any, so that what was seen before is no longer so.
func clearCutOffStarts(_ places: LanePlaces, _ environment: [String: String]) throws -> Bool {
  for worktree in places.cutOff {
    let folder = worktree.folder
    guard worktree.isThere else {
      // `git worktree prune` passes over what is locked, and forgets others too.
      let common = try Repository(at: places.root).source.commonFolder
      if let name = worktree.name { try Folder.remove("\(common)worktrees/\(name)") }
      continue
    }
    if worktree.isWhole {
      try git(["worktree", "unlock", folder], in: places.root, environment)
      continue
    }
    if let file = try Repository(at: folder).filesBesideHead().first {
      throw Failure(
        "`\(file)` is in `\(folder)`, a worktree whose start was cut off",
        hint: "keep what you need elsewhere, then: git worktree remove -f -f \(folder)",
        exit: .unjudged)
    }
    // Twice: also what is locked.
    try git(["worktree", "remove", "--force", "--force", folder], in: places.root, environment)
    Console.say("note: an earlier start was cut off; its half of `\(folder)` is removed")
  }
  return !places.cutOff.isEmpty
}
