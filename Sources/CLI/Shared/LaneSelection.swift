import ArgumentParser
import GateModel
import GatePipeline

/// Which lanes, on what, and by which plan.
struct LaneSelection: ParsableArguments {
  @Option(
    help: ArgumentHelp("Only these lanes, each perhaps with its branch.", valueName: "A,B=branch"))
  var lanes: String?
  @Option(help: "The base: a branch, tag or commit. Default: the CI's target branch, else `base:`.")
  var base: String?
  @Option(help: "Where the plan is read: base, or worktree for drafting.") var plan = PlanPlace.base

  func validate() throws {
    for name in lanes?.split(separator: ",", omittingEmptySubsequences: false) ?? []
    where name.isEmpty || name.hasPrefix("=") || name.hasSuffix("=") {
      throw ValidationError("--lanes takes lanes, each perhaps with a branch: A,B=fix/b")
    }
  }

  /// Nil for all.
  var choices: [LaneChoice]? { lanes.map(LaneChoice.list) }

  var baseChoice: ChangeRequest.Base { base.map { .named($0) } ?? .usual }
}

/// `--plan`.
enum PlanPlace: String, ExpressibleByArgument, CaseIterable {
  case base, worktree

  /// - Parameter root: the top of the working tree.
  func origin(_ root: String) throws -> PlanOrigin {
    switch self {
    case .base: .base
    case .worktree: .draft(try worktreePlan(in: root))
    }
  }
}
