import ArgumentParser
import FoundationEssentials
import GateHooks
import GateModel
import GatePipeline
import GateReports
import Git

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// `gate lanes start`: a branch, a worktree and a brief for each lane.
struct LanesStart: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "start", abstract: "Make a branch and a worktree for each lane, with its brief.",
    discussion: """
      The worktree is a folder beside the repository. LANE.md in it says what the lane owns, what it \
      may not touch, its tasks and commands; git does not see that file. What is there already is \
      left as it is: a second start writes the brief anew, and keeps the notes below its last line. A \
      lane that has nothing of its own goes on where the base is now. A LANE.md that is not the gate's, or that somebody changed above that line, stays.

      With --hooks the gate is asked before each edit there: by settings that git does not see either, \
      unless the lane's branch has the hook already. See docs/hooks.md.

      EXAMPLES
        gate lanes start --wave 1
        gate lanes start A B --in ../work
        gate lanes start C=lane/c/login            on a branch of this name
        gate lanes start --wave 1 --hooks claude,codex
        gate lanes start --wave 1 --tmux "codex"     and a tmux window each that runs this
      """)

  @OptionGroup var place: Place
  @Argument(help: "The lanes. Default: all of the wave, or of the plan.") var lanes: [String] = []
  @Option(help: "The wave that they work in, for their briefs.") var wave: Int?
  @Option(
    name: .customLong("in"),
    help: ArgumentHelp(
      "Where the worktrees go. Default: beside the repository.", valueName: "folder"))
  var parent: String?
  @Option(
    help: ArgumentHelp(
      "Ask the gate before each edit of these programs.", valueName: "claude,codex"),
    transform: LaneHooks.programs)
  var hooks: [EditHook] = []
  @Option(help: ArgumentHelp("Run this in a tmux window of each lane.", valueName: "command"))
  var tmux: String?

  func run() throws {
    try answering {
      let environment = processEnvironment()
      var attempts = LaneAttempts()
      let started = try whileNoLaneMoves(in: place.path) { try start(environment, &attempts) }
      // Not under the lock: tmux's server would keep it.
      if let tmux { try open(started, running: tmux, environment, &attempts) }
      return attempts.code
    }
  }

  /// A branch of the base or of another lane is nobody else's to work on.
  private func refuse(_ branch: String, for id: LaneID, in places: LanePlaces) throws {
    let others = places.project.lanes.filter { $0.id != id }
    let owner = others.first { lane in
      lane.branch.map { GlobSet([$0]).contains(RepoPath(branch)) } == true
    }
    if let owner {
      throw Failure(
        "`\(branch)` is a branch of lane \(owner.id): lane \(id) is not started", exit: .usage)
    }
    if branch == places.project.base {
      throw Failure("`\(branch)` is the base: lane \(id) is not started there", exit: .usage)
    }
  }

  private func open(
    _ started: [(id: LaneID, folder: String, root: String)], running command: String,
    _ environment: [String: String], _ attempts: inout LaneAttempts
  ) throws {
    let windows = try started.compactMap { lane in
      let window = LaneWindow(of: lane.id, in: lane.folder, root: lane.root, environment)
      return try attempts.attempt {
        try Console.print("lane \(lane.id) \(window.open(running: command).visible())\n")
        return window
      }
    }
    // Long enough for a shell that does not find the program.
    if !windows.isEmpty { usleep(500_000) }
    for window in windows { _ = try attempts.attempt { try window.confirm(command) } }
  }

  private func start(
    _ environment: [String: String], _ attempts: inout LaneAttempts
  ) throws -> [(id: LaneID, folder: String, root: String)] {
    let choices = lanes.map { LaneChoice($0) }
    func look() throws -> LanePlaces {
      try LanePlaces(
        in: place.path, wave: wave, named: choices, ci: CIContext(environment: environment))
    }
    var places = try look()
    if try clearCutOffStarts(places, environment) { places = try look() }
    // As git keeps it, which is called in another folder.
    let parent =
      self.parent.map { realPath(URL(filePath: place.resolve($0)).standardizedFileURL.path) }
      ?? places.usualFolder
    let started = try places.lanes.compactMap { lane in
      try attempts.attempt {
        (lane.lane.id, try start(lane, places, in: parent, environment), places.root)
      }
    }
    if !started.isEmpty, let note = try LaneHooks.note(on: hooks, main: places.root) {
      Console.say(note)
    }
    return started
  }

  /// - Returns: the worktree's folder.
  private func start(
    _ lane: LanePlace, _ places: LanePlaces, in parent: String, _ environment: [String: String]
  ) throws -> String {
    let id = lane.lane.id
    guard let branch = lane.branch else {
      throw Failure(
        "lane \(id) is not started: \(lane.doubt?.reason ?? "it has no branch")",
        hint: lane.doubt?.advice(for: "gate lanes start"), exit: .unjudged)
    }
    try refuse(branch, for: id, in: places)
    let folder = lane.worktree?.folder ?? "\(parent)/\(id)"
    let repository = try Repository(at: places.root)
    let base = try repository.commit(named: places.base.commit?.description ?? places.base.ref)
    let start = lane.canFollow ? base : lane.tip ?? base
    let tree = try repository.tree(of: start)
    guard try repository.entry(RepoPath(LaneBriefFile.name), in: tree) == nil else {
      throw Failure(
        "LANE.md is a file of this repository: the brief of lane \(id) has no place",
        hint: "rename that file", exit: .unjudged)
    }
    let wave = wave.flatMap(places.project.wave)
    let brief = brief(of: lane.lane, in: places.project, wave: wave, frozen: try places.frozen())
    // Before anything is made: they may be refused.
    let instance = InstanceFolder(of: repository.source.commonFolder, environment: environment)
    let hooks = try hooks.map { try LaneHooks($0, in: folder, tree, of: repository, instance) }
    if lane.worktree == nil {
      try forgetOrphans(of: branch, folder, places)
      var arguments = ["worktree", "add", "--quiet"]
      // Where this or git is killed, the next start knows it by the lock.
      arguments += ["--lock", "--reason", LinkedWorktree.startLock]
      if lane.tip == nil {
        arguments += ["-b", branch, folder, base.description]
      } else {
        arguments += [folder, branch]
      }
      try git(arguments, in: places.root, environment)
      try git(["worktree", "unlock", folder], in: places.root, environment)
    }
    let followed = try lane.follow(places, in: folder, environment)
    let isWritten = try LaneBriefFile(folder: folder).write(brief)
    let verb = lane.worktree == nil ? "started" : "is there already"
    try Console.print("lane \(id) \(verb): \(branch) in \(folder)\n")
    if let followed { try Console.print("  \(followed.visible())\n") }
    if !isWritten {
      try Console.print(
        "  kept      LANE.md, which is not as the gate wrote it; for its brief, rename that file and start "
          + "again\n")
    }
    for hook in hooks { try Console.print("  " + hook.install().text) }
    return folder
  }

  /// Git refuses a folder and a branch that it still knows, though nothing is there any more.
  private func forgetOrphans(of branch: String, _ folder: String, _ places: LanePlaces) throws {
    for orphan in places.orphans where orphan.folder == folder || orphan.branch == branch {
      guard orphan.lock == nil else {
        throw Failure(
          "`\(orphan.folder)` is gone, and git keeps it: it is locked",
          hint: "git worktree unlock \(orphan.folder), then again", exit: .unjudged)
      }
      try forget(orphan, places)
    }
  }
}
