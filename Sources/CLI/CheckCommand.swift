import ArgumentParser
import FoundationEssentials
import GateModel
import GatePipeline
import GateReports
import GateRules
import Git

/// `gate check`: the pre-merge gate on one change.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Judge one change before it is merged.",
    discussion: """
      The change is what HEAD has and its base has not. It is judged by the plan of its base: a \
      change cannot edit its judge. Nothing is written to the worktree, the index or HEAD.

      EXAMPLES
        gate check                            this branch against the plan's base
        gate check --profile quick            while working
        gate check --worktree --lane B        with what is not committed yet
        gate check --base main --head lane/b --format json
      """)

  @OptionGroup var place: Place
  @Option(help: "The base: a branch, tag or commit. Default: the CI's target branch, else `base:`.")
  var base: String?
  @Option(help: "The head: a branch, tag or commit.") var head = "HEAD"
  @Option(help: "The lane that the change comes from (or GATE_LANE).") var lane: String?
  @Option(help: "The wave that the change belongs to, for its report.") var wave: Int?
  @Option(help: "The profile of gate.yml to judge by. Default: full.") var profile: String?
  @Flag(help: "Judge the files as they are, committed or not.") var worktree = false
  @Flag(help: "Judge what is staged.") var staged = false
  @Option(help: ArgumentHelp("A file that describes the change.", valueName: "file"))
  var description: String?
  @Option(help: "Print the report as: \(ReportFormat.names).") var format = ReportFormat.text
  @Option(help: ArgumentHelp("Write the reports here. Default: `reports:`.", valueName: "folder"))
  var out: String?
  @Flag(help: "Show what would be checked, and why; check nothing.") var dryRun = false
  @Option(help: "Where the plan is read: base, or worktree for drafting.") var plan = PlanPlace.base

  /// The branch of the change, where a hook of git knows it; no option.
  var branch: String?
  /// Whether the report is kept; a hook of git leaves the last full one. No option.
  var isStored = true

  func validate() throws {
    if worktree && staged { throw ValidationError("--worktree and --staged exclude each other") }
    if (worktree || staged) && head != "HEAD" {
      throw ValidationError("--head goes with committed changes only")
    }
  }

  func run() throws {
    try answering {
      let environment = processEnvironment()
      let delivery = Delivery(
        format: format, out: out.map(place.resolve), environment: environment)
      do {
        return try judge(environment, delivery)
      } catch let error as UsageError {
        throw error
      } catch {
        // What could not be judged is reported too: silence, or the report of an earlier run, must not
        // be taken for a pass.
        let failure = Failure(error)
        // What goes wrong with that says no more than the failure itself.
        if !dryRun, isStored {
          let report = Report(
            unjudged: failure, "the change",
            reason: "the change and its plan have to be readable", base: base, head: head,
            profile: profile)
          try? delivery.deliver(unjudged: report, in: place.path)
        }
        throw failure
      }
    }
  }

  private func judge(_ environment: [String: String], _ delivery: Delivery) throws -> Int32 {
    let ci = CIContext(environment: environment, event: try githubEvent(environment))
    let repository = try Repository(at: place.path)
    let root = repository.workingTree ?? place.path
    let instance = InstanceFolder(of: repository.source.commonFolder, environment: environment)
    let subject = try request(environment).read(from: repository, plan: plan.origin(root), ci: ci)
    try checkLane(in: subject)
    if let wave, subject.project.wave(wave) == nil {
      throw UsageError("the plan has no wave \(wave)")
    }
    let agents = AgentsAtWork(instance, environment)
    let rules = RuleCase(
      change: subject.change, project: subject.project, contents: subject.contents,
      today: Day(secondsSince1970: Int(Date().timeIntervalSince1970)), agents: agents.states)
    let plan = try Plan(
      for: rules, with: Selection(profile: profile, wave: wave), freezes: subject.freezes)
    if dryRun {
      try Console.print(format == .json ? planJSON(plan).text() + "\n" : planText(plan))
      return 0
    }
    let news =
      isStored
      ? RunNews(
        to: instance, lane: rules.lane.lane, wave: wave, head: subject.change.head.ref, environment)
      : nil
    news?.begin()
    let judged =
      judgeRules(plan, rules) + judgeMigrationTexts(plan, rules, subject.migrations)
      + (try runCommands(
        Execution(plan, on: rules, in: subject), environment, news))
    let outcomes = plan.outcomes(judged)
    let report = Report(
      rules, plan: plan, outcomes: outcomes, wave: wave,
      remarks: try subject.remarks() + agents.remarks)
    guard isStored else {
      try delivery.print(report)
      return report.verdict.exitCode
    }
    try delivery.deliver(report, root: root, folder: subject.project.reports)
    news?.end(report)
    return report.verdict.exitCode
  }

  /// A mistyped lane is told before anything runs.
  private func checkLane(in subject: Subject) throws {
    let names = subject.project.lanes.map(\.id.description)
    for claim in subject.change.claims where claim.source == .option && !names.contains(claim.lane)
    {
      let advice =
        nearest(to: claim.lane, among: names).map { "did you mean `\($0)`?" }
        ?? "it has \(names.joined(separator: ", "))"
      throw UsageError("the plan has no lane `\(claim.lane)`; \(advice)")
    }
  }

  private func request(_ environment: [String: String]) throws -> ChangeRequest {
    let lane = self.lane ?? environment["GATE_LANE"].flatMap { $0.isEmpty ? nil : $0 }
    let described = try description.map {
      Description(
        source: $0, text: String(decoding: try bytes(ofFile: place.resolve($0)), as: UTF8.self))
    }
    return ChangeRequest(
      base: base.map { .named($0) } ?? .usual, head: head,
      mode: worktree ? .worktree : staged ? .staged : .commits, lane: lane,
      descriptions: described.map { [$0] } ?? [], branch: branch)
  }

  private func githubEvent(_ environment: [String: String]) throws -> JSON? {
    guard let path = environment["GITHUB_EVENT_PATH"], !path.isEmpty else { return nil }
    do {
      return try JSONDecoder().decode(JSON.self, from: Data(bytes(ofFile: path)))
    } catch {
      throw Failure("GITHUB_EVENT_PATH names `\(path)`, which is no JSON file", exit: .unjudged)
    }
  }
}

extension ReportFormat: ExpressibleByArgument {
  static var names: String { allCases.map(\.rawValue).joined(separator: ", ") }
}

/// `gate check --dry-run`, for people.
private func planText(_ plan: Plan) -> String {
  let width = plan.checks.map { $0.id.description.count }.max() ?? 0
  return plan.checks.map { check in
    let name = check.id.description
    let gap = String(repeating: " ", count: width - name.count)
    return "\(check.isSkipped ? "skip" : "run ")  \(name)\(gap)  \(check.reason)\n"
  }.joined()
}

private func planJSON(_ plan: Plan) -> JSON {
  .object([
    "schema": "gate-check-plan/1", "profile": .string(plan.profile),
    "checks": .array(
      plan.checks.map {
        .object([
          "id": .string($0.id.description), "runs": .bool(!$0.isSkipped),
          "reason": .string($0.reason),
        ])
      }),
  ])
}
