internal import Files
internal import FoundationEssentials
internal import GateModel
internal import Git

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Whether a landing in this repository was cut off, or is under way elsewhere: a sentence for a person.
/// Nothing is changed.
package func cutOffLanding(in folder: String) throws -> String? {
  let repository = try Repository(at: folder)
  guard let marker = try LandingMarker(of: repository.source) else { return nil }
  return "the landing of wave \(marker.wave) is under way, or was cut off; "
    + "`gate wave \(marker.wave) --land` ends it"
}

/// Brings a landing that was cut off to its end, or takes it back: the base branch says which. Throws
/// `LandingRefusal` where one is under way, or files are in the way.
///
/// - Parameter time: now, in seconds since 1970.
/// - Returns: what was done, for a person; nil where there was nothing to do.
package func recoverLanding(
  in folder: String, _ environment: [String: String], at time: Int, _ git: GitProgram
) throws -> String? {
  let source = try Repository(at: folder).source
  // Without a marker nobody waits for the lock, and no folder is made.
  guard try LandingMarker(of: source) != nil else { return nil }
  return try recoverLanding(under: LandingLock(of: source), in: source, environment, at: time, git)
}

/// The same for whoever has the lock already.
func recoverLanding(
  under lock: borrowing LandingLock, in source: ObjectSource, _ environment: [String: String],
  at time: Int, _ git: GitProgram
) throws -> String? {
  guard let marker = try LandingMarker(of: source) else { return nil }
  lock.handOn()
  let repository = try Repository(at: source.commonFolder)
  guard let from = ObjectID(marker.from), let to = ObjectID(marker.to) else {
    throw JudgementError("the landing that was cut off names no commits: `\(marker.to)`")
  }
  let ref = "refs/heads/\(marker.branch)"
  for ref in [ref, Repository.notes] { removeLock(of: ref, in: source) }
  let tip = repository.tip(ofBranch: ref)
  let words = "the landing of wave \(marker.wave) was cut off"
  guard let tip, try repository.isAncestor(to, of: tip) else {
    WorktreeFiles.removeLocks(in: source)
    try LandingMarker.remove(from: source)
    return "\(words) before \(marker.branch) moved: it is taken back, nothing had changed"
  }
  if let folder = try place(of: marker, at: tip, in: repository) {
    let files = try WorktreeFiles(
      of: marker.branch, in: folder, from: from, to: to, wave: marker.wave, git)
    defer { files.release() }
    // Whoever moved the branch on may have taken the wave back: its files are his.
    if tip == to { try files.followAfterCrash() } else { try files.settle() }
  }
  WorktreeFiles.removeLocks(in: source)
  try repository.attach(
    note: marker.report, to: to, by: repository.signature(environment, at: time))
  try LandingMarker.remove(from: source)
  let moved = "\(words) after \(marker.branch) had moved to \(to.short)"
  return tip == to
    ? "\(moved): it is finished now"
    : "\(moved): \(marker.branch) is at \(tip.short) now, and its files are left as they are; "
      + "see what became of the wave: git diff \(to.short) \(tip.short)"
}

/// Where the files of the branch are now: the folder may have another name than when the landing began. Throws
/// `LandingRefusal` where it is not there, and its files may be behind.
private func place(
  of marker: LandingMarker, at tip: ObjectID, in repository: borrowing Repository
) throws -> String? {
  let worktrees = try repository.worktrees()
  let places = worktrees.filter { $0.isThere && $0.heldBranch == marker.branch }
  if let place = places.first(where: { $0.folder == marker.worktree }) ?? places.first {
    return place.folder
  }
  let head = "ref: refs/heads/\(marker.branch)"
  let lost = worktrees.first { worktree in
    guard !worktree.isThere, let name = worktree.name else { return false }
    let file = repository.source.commonFolder + "worktrees/\(name)/HEAD"
    // None that can be read: not of this branch.
    return (try? String(contentsOfFile: file, encoding: .utf8))?.trimmed == head
  }
  guard let lost, marker.worktree != nil else { return nil }
  throw LandingRefusal(
    "\(marker.branch) has moved to \(tip.short), and `\(lost.folder)`, where its files are, is not there",
    hint:
      "tell git where it is now: git worktree repair FOLDER; or, if it was removed: git worktree prune; "
      + "then: gate wave \(marker.wave) --land",
    moved: tip)
}

/// Whoever is killed while git's files are locked leaves the lock. This process holds the lock on landings,
/// which git has too while it runs for one: what is left here is of a process that died, or of somebody who is
/// done in a moment.
private func removeLock(of ref: String, in source: ObjectSource) {
  let file = source.commonFolder + ref + ".lock"
  let files = FileManager.default
  for _ in 0..<40 where files.fileExists(atPath: file) {
    usleep(50_000)
  }
  // Gone meanwhile, or not ours to remove: whoever needs the ref next says so.
  try? files.removeItem(atPath: file)
}
