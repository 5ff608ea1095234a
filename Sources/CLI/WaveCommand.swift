import ArgumentParser
import FoundationEssentials
import GateModel
import GatePipeline
import GateReports
import GateWaves
import Git
import Processes

/// `gate wave`: parallel lanes merged in memory and proved together.
struct WaveCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "wave",
    abstract: "Merge a wave's lanes in memory and prove that they hold together.",
    discussion: """
      Each lane is judged by its own rules. Then the lanes are merged on top of the base, in the \
      order of the wave, as commits that no branch points to, and the suites and migrations are tried \
      on what they make together. Where that fails, it is found out which lane does it, or which two \
      that pass alone.

      EXAMPLES
        gate wave 1                           every lane of wave 1
        gate wave 1 --lanes A,B               only these
        gate wave 1 --lanes A,B=fix/b         with this branch for lane B
        gate wave 1 --strategy speculate      all prefixes at once, on a machine with many cores
        gate wave 1 --land                    and move the base branch to what was proved
        gate wave 1 --land --dry-run          prove it, and say what would be landed
      """)

  @Argument(help: "The wave's number.") var number: Int
  @OptionGroup var place: Place
  @OptionGroup var selection: LaneSelection
  @Option(help: "The profile of gate.yml to judge by. Default: full.") var profile: String?
  @Option(
    help: "How to look for a culprit: batch (all, then halves) or speculate (every prefix at once)."
  )
  var strategy = Strategy.batch
  @Option(
    help: "With speculate: how many states to try at once, to begin with. Default: the cores.")
  var window: Int?
  @Option(help: "Print the report as: \(ReportFormat.names).") var format = ReportFormat.text
  @Option(help: ArgumentHelp("Write the reports here. Default: `reports:`.", valueName: "folder"))
  var out: String?
  @Flag(help: "Move the base branch to the proved merge, if the gate is open.") var land = false
  @Flag(help: "With --land: only say what would be landed.") var dryRun = false
  @Option(help: ArgumentHelp("With --land: push it there.", valueName: "remote")) var push: String?

  enum Strategy: String, ExpressibleByArgument, CaseIterable { case batch, speculate }

  func validate() throws {
    if dryRun, !land { throw ValidationError("--dry-run goes with --land") }
    if push != nil, !land { throw ValidationError("--push goes with --land") }
    if land, selection.plan == .worktree {
      throw ValidationError("what lands is judged by the base's plan")
    }
    if let window, window < 1 { throw ValidationError("--window is a number from 1 on") }
    if window != nil, strategy == .batch {
      throw ValidationError("--window goes with --strategy speculate")
    }
  }

  func run() throws {
    try answering {
      let environment = processEnvironment()
      let delivery = Delivery(format: format, out: out.map(place.resolve), environment: environment)
      do {
        return try prove(environment, delivery)
      } catch let error as UsageError {
        throw error
      } catch {
        let failure = Failure(error)
        // What goes wrong with that says no more than the failure itself.
        try? delivery.deliver(
          unjudged: Report(
            unjudged: failure, "the wave", reason: "the wave and its plan have to be readable",
            base: selection.base, head: "wave \(number)", wave: number, profile: profile),
          in: place.path)
        throw failure
      }
    }
  }

  private func prove(_ environment: [String: String], _ delivery: Delivery) throws -> Int32 {
    if let done = try recoverLanding(in: place.path, environment, at: now) {
      Console.say("gate: \(done)")
    }
    if land { try Repository.syncWrites() }
    let root = try Repository(at: place.path).workingTree ?? place.path
    let request = WaveRequest(
      number: number, lanes: selection.choices, base: selection.baseChoice, profile: profile)
    let wave = try request.read(
      in: place.path, plan: selection.plan.origin(root),
      ci: CIContext(environment: environment),
      today: Day(secondsSince1970: now))
    if land { _ = try wave.landingPlace() }
    let machine = Machine.own(environment)
    let strategy: WaveStrategy =
      self.strategy == .batch
      ? .batch : .speculate(Window(initial: window ?? machine.cores))
    Orphans.adopt()
    defer { Orphans.end() }
    let finding = try finished {
      let (events, continuation) = AsyncStream.makeStream(of: WaveEvent.self)
      async let shown: Void = Progress(environment).show(events)
      let finding: Result<WaveFinding, any Error>
      do {
        finding = .success(
          try await WaveProver(wave, by: strategy, on: machine, events: continuation).finding())
      } catch {
        finding = .failure(error)
      }
      continuation.finish()
      await shown
      return finding
    }.get()
    let report = try Report(of: finding)
    try delivery.deliver(report, root: root, folder: wave.project.reports)
    if land, report.verdict == .open { try land(finding, report, environment) }
    return report.verdict.exitCode
  }

  private func land(
    _ finding: WaveFinding, _ report: Report, _ environment: [String: String]
  ) throws {
    var landing = try Landing(finding, report, environment, at: now)
    guard !dryRun else {
      Console.say("would land: \(landing.plan)")
      return
    }
    func git(_ arguments: [String], in folder: String) throws -> ProgramAnswer {
      try finished { await answer(of: "git", arguments, in: folder, environment) }
    }
    let landed = try landing.land(report: ReportFormat.json.render(report), git: git)
    if let push { try landing.push(to: push) { try git($0, in: place.path) } }
    let pushed = push.map { ", and so is \($0)" } ?? ""
    Console.say("landed: \(report.base.ref) is at \(landed.short)\(pushed)")
  }

  /// In seconds since 1970.
  private var now: Int { Int(Date().timeIntervalSince1970) }
}
