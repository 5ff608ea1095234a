internal import Files
internal import FoundationEssentials
internal import GateModel
internal import Git

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Brings a landing that was cut off to its end, or takes it back: the base branch says which. A landing
/// that is under way elsewhere is left alone.
///
/// - Parameter time: now, in seconds since 1970.
/// - Returns: what was done, for a person; nil where there was nothing to do.
package func recoverLanding(
  in folder: String, _ environment: [String: String], at time: Int
) throws -> String? {
  let repository = try Repository(at: folder)
  // Without a marker nobody waits for the lock, and no folder is made.
  guard try LandingMarker(of: repository.source) != nil else { return nil }
  let lock = try LandingLock(of: repository.source)
  return try withExtendedLifetime(lock) { () throws -> String? in
    guard let marker = try LandingMarker(of: repository.source) else { return nil }
    return try recover(marker, in: repository, environment, at: time)
  }
}

func recover(
  _ marker: LandingMarker, in repository: borrowing Repository, _ environment: [String: String],
  at time: Int
) throws -> String {
  guard let to = ObjectID(marker.to) else {
    throw JudgementError("the landing that was cut off names no commit: `\(marker.to)`")
  }
  for ref in ["refs/heads/\(marker.branch)", Repository.notes] {
    removeLock(of: ref, in: repository.source)
  }
  let tip = repository.tip(ofBranch: "refs/heads/\(marker.branch)")
  let words = "the landing of wave \(marker.wave) was cut off"
  guard let tip, try repository.isAncestor(to, of: tip) else {
    try LandingMarker.remove(from: repository.source)
    return "\(words) before \(marker.branch) moved: it is taken back, nothing had changed"
  }
  try repository.attach(
    note: marker.report, to: to, by: repository.signature(environment, at: time))
  try LandingMarker.remove(from: repository.source)
  return "\(words) after \(marker.branch) had moved to \(to.short): it is finished now"
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
