import ArgumentParser
import GateModel
import GatePipeline
import GateReports
import Git

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// `gate lanes stop`: removes worktrees, and no work.
struct LanesStop: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stop", abstract: "Remove the worktrees of lanes, if nothing is lost.",
    discussion: """
      The branches stay. A lane with work that is not committed is left as it is, and so are all others \
      that were named. The same goes for files that git ignores, unless --ignored lets them go: all but \
      LANE.md and the hooks as `start` wrote them, the gate's reports, what a suite names in `keep:`, and \
      folders that tools fill again (node_modules, __pycache__, .build, .venv, venv, or with a CACHEDIR.TAG).
      The window of tmux that `start --tmux` opened is closed, with the program in it.

      EXAMPLES
        gate lanes stop A B
        gate lanes stop --wave 1
        gate lanes stop A --ignored          also where ignored files are lost with it
        gate lanes stop --orphans            forget worktrees whose folders are gone
      """)

  @OptionGroup var place: Place
  @Argument(help: "The lanes.") var lanes: [String] = []
  @Option(help: "Every lane of this wave.") var wave: Int?
  @Flag(help: "Let go what git ignores.") var ignored = false
  @Flag(help: "Forget worktrees whose folders are gone.") var orphans = false

  func validate() throws {
    if lanes.isEmpty, wave == nil, !orphans {
      throw ValidationError("name the lanes, or --wave, or --orphans")
    }
  }

  func run() throws {
    try answering {
      let environment = processEnvironment()
      return try whileNoLaneMoves(in: place.path) { try stop(environment) }
    }
  }

  private func stop(_ environment: [String: String]) throws -> Int32 {
    let choices = lanes.map { LaneChoice($0) }
    func look() throws -> LanePlaces {
      try LanePlaces(
        in: place.path, wave: wave, named: choices, ci: CIContext(environment: environment))
    }
    let before = try look()
    var places = before
    if try clearCutOffStarts(before, environment) { places = try look() }
    if orphans {
      try git(["worktree", "prune"], in: places.root, environment)
      let left = try look().orphans
      for orphan in before.orphans where !left.contains(where: { $0.name == orphan.name }) {
        try Console.print("forgotten: \(orphan.folder.visible())\n")
      }
      if let orphan = left.first { throw isKept(orphan) }
      if before.orphans.isEmpty { try Console.print("no worktree is gone\n") }
    }
    guard !lanes.isEmpty || wave != nil else { return 0 }
    for lane in places.lanes { try refuseLosses(of: lane, places) }
    for lane in places.lanes {
      try Console.print("lane \(lane.lane.id) \(try stop(lane, places, environment).visible())\n")
    }
    let isUnclear = places.lanes.contains { $0.isUnclear }
    return isUnclear ? Failure.Exit.unjudged.rawValue : 0
  }

  private func isKept(_ orphan: LinkedWorktree) -> Failure {
    guard let lock = orphan.lock else {
      return Failure("git does not forget the worktree `\(orphan.folder)`", exit: .unjudged)
    }
    return Failure(
      "the worktree `\(orphan.folder)` is not forgotten: it is locked\(words(of: lock))",
      hint: "git worktree unlock \(orphan.folder), then again", exit: .shut)
  }

  private func words(of lock: String) -> String { lock.isEmpty ? "" : " (\(lock))" }

  /// Throws where something would be lost, or git would refuse half-way.
  private func refuseLosses(of lane: LanePlace, _ places: LanePlaces) throws {
    guard let worktree = lane.worktree, worktree.name != nil else { return }
    let (id, folder) = (lane.lane.id, worktree.folder)
    if let first = lane.uncommitted.first {
      let count = lane.uncommitted.count
      let more = count > 1 ? " and \(count - 1) more" : ""
      throw Failure(
        "`\(first)`\(more) in `\(folder)` is not committed: lane \(id) is not stopped",
        hint: "commit it, or put it aside: git -C \(folder) stash -u", exit: .shut)
    }
    if let lock = worktree.lock {
      throw Failure(
        "`\(folder)` is locked\(words(of: lock)): lane \(id) is not stopped",
        hint: "git worktree unlock \(folder), then again", exit: .shut)
    }
    let lost = ignored ? [] : try LaneLosses(in: folder, of: places.project).paths
    guard !lost.isEmpty else { return }
    var failure = Failure(
      "what git ignores in `\(folder)` would be lost: lane \(id) is not stopped", exit: .shut)
    failure.lines += lost.prefix(20).map { "    \($0)" }
    if lost.count > 20 { failure.lines.append("    and \(lost.count - 20) more") }
    failure.lines.append("  keep what you need elsewhere, then: gate lanes stop \(id) --ignored")
    throw failure
  }

  /// - Returns: what was done, or why there is nothing to do.
  private func stop(
    _ lane: LanePlace, _ places: LanePlaces, _ environment: [String: String]
  ) throws -> String {
    if let doubt = lane.doubt {
      guard lane.isUnclear else { return "is not started: \(doubt.reason)" }
      return "is not stopped: \(doubt.reason); \(doubt.advice(for: "gate lanes stop"))"
    }
    let branch = lane.branch ?? ""
    guard lane.tip != nil else { return "is not started (\(branch))" }
    guard let worktree = lane.worktree else { return "has no worktree (\(branch))" }
    guard worktree.name != nil else {
      return "stays: \(branch) is checked out in the main worktree, \(worktree.folder)"
    }
    let window = LaneWindow(
      of: lane.lane.id, in: worktree.folder, root: places.root, environment)
    let isClosed = try window.close()
    // It may have written something meanwhile; git itself looks for what is not committed.
    if isClosed { try refuseLosses(of: lane, places) }
    // What is ignored, as LANE.md is, git removes with the folder.
    try git(["worktree", "remove", worktree.folder], in: places.root, environment)
    // Only where it is empty.
    if worktree.folder == "\(places.usualFolder)/\(lane.lane.id)" {
      unsafe rmdir(places.usualFolder)
    }
    let end = isClosed ? ", and its window of tmux is closed" : ""
    return "stopped: \(branch) stays, \(worktree.folder) is removed\(end)"
  }
}

extension LanePlace {
  /// Whether it may have been started, and nobody can tell where.
  fileprivate var isUnclear: Bool {
    switch doubt?.kind {
    case .none?, nil: false
    case .noPattern, .parted, .several: true
    }
  }
}
