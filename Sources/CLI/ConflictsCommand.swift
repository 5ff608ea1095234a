import ArgumentParser
import GateModel
import GatePipeline
import GateReports
import Git

/// `gate conflicts`: who is about to collide with whom.
struct ConflictsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "conflicts",
    abstract: "Say which lanes are about to collide.",
    discussion: """
      Every pair of lanes whose branches are not merged yet: lines that both changed, a file that one \
      deletes and the other edits, files and regions that neither has to itself, migrations of one \
      number. Nothing is written, not even objects.

      EXAMPLES
        gate conflicts                        every lane under way
        gate conflicts --lanes A,B            only these two
        gate conflicts --format markdown      the matrix for a pull request

      EXIT CODES
        0  none    1  some    2  a lane could not be looked at
      """)

  @OptionGroup var place: Place
  @Option(
    help: ArgumentHelp("Only these lanes, each perhaps with its branch.", valueName: "A,B=branch"))
  var lanes: String?
  @Option(help: "The base: a branch, tag or commit. Default: the CI's target branch, else `base:`.")
  var base: String?
  @Option(help: "Print the answer as: text, markdown, json.") var format = Format.text
  @Option(help: "Where the plan is read: base, or worktree for drafting.")
  var plan = CheckCommand.PlanPlace.base

  enum Format: String, ExpressibleByArgument, CaseIterable { case text, markdown, json }

  func run() throws {
    try answering {
      let root = try Repository(at: place.path).workingTree ?? place.path
      let request = ConflictRequest(
        lanes: lanes.map(LaneChoice.list), base: base.map { .named($0) } ?? .usual)
      let found = try request.conflicts(
        in: place.path, plan: plan == .worktree ? .draft(try worktreePlan(in: root)) : .base,
        ci: CIContext(environment: processEnvironment()))
      switch format {
      case .text: try Console.print(terminal(found))
      case .markdown: try Console.print(markdown(found))
      case .json: try Console.print(json(found).text() + "\n")
      }
      if !found.isEmpty { return Failure.Exit.shut.rawValue }
      return found.unjudged.isEmpty ? 0 : Failure.Exit.unjudged.rawValue
    }
  }
}
