import GateModel
import GatePipeline

extension LanePlace {
  /// Brings a lane that has nothing of its own to where the base is now, in its worktree.
  ///
  /// - Returns: what was done, or what a person has to do; nil where it is there already.
  func follow(
    _ places: LanePlaces, in folder: String, _ environment: [String: String]
  ) throws -> String? {
    guard behind > 0 else { return nil }
    let base = places.base
    let commits = "\(behind) commit\(behind == 1 ? "" : "s")"
    guard canFollow else {
      return "behind    \(base.ref) by \(commits): git -C \(folder) merge \(base.ref)"
    }
    // Git overwrites what it ignores, unless told otherwise.
    let options = ["--ff-only", "--no-overwrite-ignore", "--quiet"]
    try git(
      ["merge"] + options + [base.commit?.description ?? base.ref], in: folder, environment,
      or: "lane \(lane.id) stays \(commits) behind \(base.ref)")
    return "followed  \(base.ref), which was \(commits) further"
  }
}
