import ArgumentParser

/// `gate lanes`: a branch and a worktree for each lane.
struct LanesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lanes",
    abstract: "Start, list and stop lanes: a branch and a worktree each.",
    discussion: """
      EXAMPLES
        gate lanes                       where each lane is worked on
        gate lanes start --wave 1        a branch, a worktree and a brief for each lane of wave 1
        gate lanes start B               only lane B
        gate lanes stop B                remove its worktree, if nothing is lost
      """,
    subcommands: [LanesList.self, LanesStart.self, LanesStop.self],
    defaultSubcommand: LanesList.self)
}
