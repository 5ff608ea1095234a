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
      number or that do not go together in any order, one name of a frozen interface. Nothing is \
      written, not even objects; where two lanes bring migrations, they are tried on a scratch Postgres.

      EXAMPLES
        gate conflicts                        every lane under way
        gate conflicts --lanes A,B            only these two
        gate conflicts --worktrees            with what is not committed yet
        gate conflicts --format markdown      the matrix for a pull request

      EXIT CODES
        0  none    1  some    2  something could not be looked at
      """)

  @OptionGroup var place: Place
  @OptionGroup var selection: LaneSelection
  @Flag(help: "Count what is not committed, where a lane's branch is checked out.")
  var worktrees = false
  @Option(help: "Print the answer as: text, markdown, json.") var format = Format.text

  enum Format: String, ExpressibleByArgument, CaseIterable { case text, markdown, json }

  func run() throws {
    try answering {
      let root = try Repository(at: place.path).workingTree ?? place.path
      let environment = processEnvironment()
      let request = ConflictRequest(
        lanes: selection.choices, base: selection.baseChoice, worktrees: worktrees)
      let lanes = try request.survey(
        in: place.path, plan: selection.plan.origin(root), ci: CIContext(environment: environment))
      let machine = Machine.own(environment)
      let found = try lanes.immediate ?? finished { await lanes.conflicts(on: machine) }
      switch format {
      case .text: try Console.print(terminal(found))
      case .markdown: try Console.print(markdown(found))
      case .json: try Console.print(json(found).text() + "\n")
      }
      if !found.isEmpty { return Failure.Exit.shut.rawValue }
      return found.isComplete ? 0 : Failure.Exit.unjudged.rawValue
    }
  }
}
