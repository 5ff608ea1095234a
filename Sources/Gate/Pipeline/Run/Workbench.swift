internal import GateModel
internal import GateRules
internal import GateSuites
package import Git

/// The checks of a plan that run a command.
func jobs(of plan: Plan, in project: Project) -> [Job] {
  plan.checks.filter { !$0.isSkipped }.compactMap { check in
    switch check.id {
    case .suite(let name): project.suite(name).map { Job(check: check, work: .suite($0)) }
    case .linter(let name):
      project.linters.first { $0.name == name }.map { Job(check: check, work: .linter($0)) }
    case .rule, .migrations, .acceptance, .lane, .freeze, .landing: nil
    }
  }
}

/// Where the files of the head are, for the commands that need them on disk.
package enum HeadFiles: Sendable, Hashable {
  /// A private working copy of this state.
  case checkout(Checkout.State, from: ObjectSource)
  /// The worktree itself, absolute.
  case worktree(String, of: ObjectSource)

  fileprivate var source: ObjectSource {
    switch self {
    case .checkout(_, let source), .worktree(_, let source): source
    }
  }
}

/// What commands get from the machine.
package struct Machine: Sendable {
  /// The gate's own environment.
  package var environment: [String: String]
  /// How many cores the commands may keep busy together.
  package var cores: Int

  /// Takes both from the caller: nothing is asked of the machine here.
  package init(environment: [String: String], cores: Int) {
    self.environment = environment
    self.cores = cores
  }
}

/// What a workbench has to know of a change.
struct WorkbenchPlace: Sendable {
  fileprivate let keep: [Glob]
  fileprivate let base: ObjectID?
  fileprivate let head: ObjectID?
  fileprivate let lane: LaneID?
  fileprivate let changedLines: [RepoPath: [ClosedRange<Int>]]

  init(for jobs: [Job], on subject: RuleCase) throws {
    keep = subject.project.suites.flatMap(\.keep)
    base = subject.change.base.commit
    head = subject.change.head.commit
    lane = subject.lane.lane
    let hasLinter = jobs.contains { if case .linter = $0.work { true } else { false } }
    changedLines = hasLinter ? try subject.changedLines() : [:]
  }
}

/// A place for the commands of one run: nobody else works there while the value lives.
struct Workbench: ~Copyable {
  /// Where the jobs run. Good only as long as this value lives.
  let workspace: Workspace
  private let slot: Slot

  /// Writes the files of the head, where they are not judged in place.
  init(_ place: WorkbenchPlace, files: HeadFiles, machine: Machine) throws {
    let slot = try Slot(for: files.source, machine.environment)
    let folder =
      switch files {
      case .worktree(let root, _): root
      case .checkout(let state, let source):
        try Checkout(of: state, from: source, at: slot.checkout, keep: place.keep).folder
      }
    workspace = Workspace(
      checkout: folder, out: slot.out, base: place.base?.description,
      head: place.head?.description, lane: place.lane, changedLines: place.changedLines,
      environment: machine.environment, lock: slot.running)
    self.slot = slot
  }
}

extension RuleCase {
  /// The lines that the change added or edited, of every file that the head has.
  fileprivate func changedLines() throws -> [RepoPath: [ClosedRange<Int>]] {
    var lines: [RepoPath: [ClosedRange<Int>]] = [:]
    for file in change.files where file.status != .deleted {
      lines[file.path] = try contents.hunks(of: file).compactMap { hunk in
        guard let first = hunk.added.first, let last = hunk.added.last else { return nil }
        return first.number...last.number
      }
    }
    return lines
  }
}
