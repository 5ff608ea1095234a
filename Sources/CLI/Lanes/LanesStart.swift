import ArgumentParser
import Files
import FoundationEssentials
import GateModel
import GatePipeline
import GateReports
import Git
import Processes

/// `gate lanes start`: a branch, a worktree and a brief for each lane.
struct LanesStart: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "start", abstract: "Make a branch and a worktree for each lane, with its brief.",
    discussion: """
      The worktree is a folder beside the repository. LANE.md in it says what the lane owns, what it \
      may not touch, its tasks and commands; git does not see that file. What is there already is \
      left as it is.

      EXAMPLES
        gate lanes start --wave 1
        gate lanes start A B --in ../work
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
  @Option(help: ArgumentHelp("Run this in a tmux window of each lane.", valueName: "command"))
  var tmux: String?

  func run() throws {
    try answering {
      let environment = processEnvironment()
      let places = try LanePlaces(
        in: place.path, wave: wave, named: lanes, ci: CIContext(environment: environment))
      let parent = self.parent.map(place.resolve) ?? "\(places.root)-lanes"
      for lane in places.lanes { try start(lane, places, in: parent, environment) }
      return 0
    }
  }

  private func start(
    _ lane: LanePlace, _ places: LanePlaces, in parent: String, _ environment: [String: String]
  ) throws {
    let id = lane.lane.id
    guard let branch = lane.branch else {
      throw Failure(
        "lane \(id) names no single branch", hint: "set `branch:` in its file to one name",
        exit: .unjudged)
    }
    let folder = lane.folder ?? "\(parent)/\(id)"
    let repository = try Repository(at: places.root)
    let start = try lane.tip ?? repository.commit(named: places.base.commit?.description ?? "")
    guard try repository.entry(RepoPath("LANE.md"), in: repository.tree(of: start)) == nil else {
      throw Failure(
        "LANE.md is a file of this repository: the brief of lane \(id) has no place",
        hint: "rename that file", exit: .unjudged)
    }
    if lane.folder == nil {
      var arguments = ["worktree", "add", "--quiet"]
      if lane.tip == nil {
        arguments += ["-b", branch, folder, places.base.commit?.description ?? places.base.ref]
      } else {
        arguments += [folder, branch]
      }
      try git(arguments, in: places.root, environment)
    }
    let wave = wave.flatMap(places.project.wave)
    let frozen = places.project.waves.filter { $0.number < (wave?.number ?? Int.max) }
      .flatMap { wave in wave.freezes.map { ($0, wave: wave.number) } }
    try exclude("/LANE.md", from: folder)
    try WholeFile.replace(
      folder + "/LANE.md", brief(of: lane.lane, in: places.project, wave: wave, frozen: frozen))
    let verb = lane.folder == nil ? "started" : "is there already"
    try Console.print("lane \(id) \(verb): \(branch) in \(folder)\n")
    if let tmux { try window(id, folder, tmux, environment) }
  }

  /// Git's own list of files that it does not see, which is no file of the repository.
  private func exclude(_ pattern: String, from folder: String) throws {
    let common = try Repository(at: folder).source.commonFolder
    _ = try Folder.make(common + "info")
    let file = common + "info/exclude"
    let isThere = FileManager.default.fileExists(atPath: file)
    let text = isThere ? String(decoding: try bytes(ofFile: file), as: UTF8.self) : ""
    guard !text.lines.contains(Substring(pattern)) else { return }
    let end = text.isEmpty || text.hasSuffix("\n") ? "" : "\n"
    try WholeFile.replace(file, text + end + pattern + "\n")
  }

  private func window(
    _ id: LaneID, _ folder: String, _ command: String, _ environment: [String: String]
  ) throws {
    let name = "lane-\(id)"
    let isInside = environment["TMUX"].map { !$0.isEmpty } ?? false
    let arguments =
      isInside
      ? ["new-window", "-d", "-n", name, "-c", folder, command]
      : ["new-session", "-d", "-s", name, "-n", name, "-c", folder, command]
    let ended = try finished { await answer(of: "tmux", arguments, in: folder, environment) }
    guard ended.code == 0 else {
      throw Failure("tmux did not open a window for lane \(id): \(ended.text)", exit: .unjudged)
    }
  }
}

/// Runs git in a folder; where it fails, what it says is the failure.
func git(_ arguments: [String], in folder: String, _ environment: [String: String]) throws {
  let ended = try finished { await answer(of: "git", arguments, in: folder, environment) }
  guard ended.code == 0 else {
    let words = ended.text.lines.first { !$0.isEmpty }.map(String.init) ?? "it says nothing"
    throw Failure("git \(arguments.first ?? "") failed: \(words)", exit: .unjudged)
  }
}
