import ArgumentParser
import GateModel
import GatePipeline
import Git
import Processes

/// `gate lanes stop`: removes worktrees, and no work.
struct LanesStop: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stop", abstract: "Remove the worktrees of lanes, if nothing is lost.",
    discussion: """
      The branches stay. A lane with work that is not committed is left as it is, and so are all others \
      that were named. LANE.md and the hooks of `start --hooks` go with the worktree.

      EXAMPLES
        gate lanes stop A B
        gate lanes stop --wave 1
        gate lanes stop --orphans            forget worktrees whose folders are gone
      """)

  @OptionGroup var place: Place
  @Argument(help: "The lanes.") var lanes: [String] = []
  @Option(help: "Every lane of this wave.") var wave: Int?
  @Flag(help: "Forget worktrees whose folders are gone.") var orphans = false

  func validate() throws {
    if lanes.isEmpty, wave == nil, !orphans {
      throw ValidationError("name the lanes, or --wave, or --orphans")
    }
  }

  func run() throws {
    try answering {
      let environment = processEnvironment()
      let places = try LanePlaces(
        in: place.path, wave: wave, named: lanes, ci: CIContext(environment: environment))
      if orphans {
        try git(["worktree", "prune"], in: places.root, environment)
        for orphan in places.orphans { try Console.print("forgotten: \(orphan.folder)\n") }
      }
      guard !lanes.isEmpty || wave != nil else { return 0 }
      for lane in places.lanes {
        guard let first = lane.uncommitted.first, let folder = lane.folder else { continue }
        let count = lane.uncommitted.count
        let more = count > 1 ? " and \(count - 1) more" : ""
        throw Failure(
          "`\(first)`\(more) in `\(folder)` is not committed: lane \(lane.lane.id) is not stopped",
          hint: "commit it, or put it aside: git -C \(folder) stash -u", exit: .shut)
      }
      for lane in places.lanes {
        guard let folder = lane.folder, folder != places.root,
          let file = try LaneHooks.settingsOfOthers(in: folder)
        else { continue }
        throw Failure(
          "`\(file)` in `\(folder)` has more than the gate's hook: lane \(lane.lane.id) is not stopped",
          hint: "keep the rest elsewhere, and delete the file", exit: .shut)
      }
      for lane in places.lanes {
        guard let folder = lane.folder, folder != places.root else { continue }
        // What is ignored, as LANE.md is, git removes with the folder.
        try git(["worktree", "remove", folder], in: places.root, environment)
        try Console.print(
          "lane \(lane.lane.id) stopped: \(lane.branch ?? "") stays, \(folder) is removed\n")
      }
      return 0
    }
  }
}
