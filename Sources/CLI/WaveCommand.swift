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
    if land, let profile, profile != "full" {
      throw ValidationError("what lands is judged by the profile full")
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
      let answer: Answer
      do {
        answer = try judge(environment)
      } catch let error as UsageError {
        throw error
      } catch {
        let failure = Failure(error)
        let report =
          (error as? LandingRefusal).map {
            Report(refused: $0, of: nil, number: number, base: selection.base)
          }
          ?? Report(
            unjudged: failure, "the wave", reason: "the wave and its plan have to be readable",
            base: selection.base, head: "wave \(number)", wave: number, profile: profile)
        // What goes wrong with that says no more than the failure itself.
        try? delivery.deliver(unjudged: report, in: place.path)
        throw failure
      }
      // Also where the report cannot be written: the branch may have moved.
      defer {
        for words in answer.words { Console.say(words.visible()) }
        if let complaint = answer.landed?.runHook() { Console.say("gate: \(complaint)".visible()) }
      }
      try delivery.deliver(answer.report, root: answer.root, folder: answer.folder)
      answer.news?.end(answer.report)
      return answer.report.verdict.exitCode
    }
  }

  /// What came of it, and where it is written.
  private struct Answer {
    var report: Report
    var root: String
    var folder: RepoPath
    /// What to say after the report.
    var words: [String] = []
    /// What has landed, whose hook runs at the very end.
    var landed: Landing?
    /// Who is told how it ends.
    var news: RunNews?
  }

  private func judge(_ environment: [String: String]) throws -> Answer {
    let git = git(environment)
    if land, !dryRun {
      try Repository.syncWrites()
      if let done = try recoverLanding(in: place.path, environment, at: now, git) {
        Console.say("gate: \(done)")
      }
    } else if let left = try cutOffLanding(in: place.path) {
      Console.say("gate: \(left)")
    }
    let root = try Repository(at: place.path).workingTree ?? place.path
    let instance = InstanceFolder(around: place.path, environment: environment)
    let agents = AgentsAtWork(instance, environment)
    let request = WaveRequest(
      number: number, lanes: selection.choices, base: selection.baseChoice, profile: profile,
      agents: agents.states)
    let wave = try request.read(
      in: place.path, plan: selection.plan.origin(root),
      ci: CIContext(environment: environment),
      today: Day(secondsSince1970: now))
    if land {
      do {
        try wave.checkLanding()
      } catch let refusal as LandingRefusal {
        let report = Report(refused: refusal, of: wave, number: number, base: nil)
        return Answer(
          report: report, root: root, folder: wave.project.reports, words: [report.summary])
      }
    }
    let news = RunNews(
      to: instance, lane: nil, wave: number, head: wave.base.ref, environment)
    news?.begin()
    let finding = try finding(of: wave, environment, news)
    var answer = Answer(
      report: try Report(of: finding, remarks: agents.remarks), root: root,
      folder: wave.project.reports)
    answer.news = news
    if land { land(finding, &answer, environment, git) }
    return answer
  }

  private func finding(
    of wave: WaveCase, _ environment: [String: String], _ news: RunNews?
  ) throws -> WaveFinding {
    let machine = Machine.own(environment)
    let strategy: WaveStrategy =
      self.strategy == .batch
      ? .batch : .speculate(Window(initial: window ?? machine.cores))
    Orphans.adopt()
    // What landing starts, such as a hook, is not of the suites, and may live on.
    defer { Orphans.end() }
    return try finished {
      let (events, continuation) = AsyncStream.makeStream(of: WaveEvent.self)
      async let shown: Void = Progress(environment, news).show(events)
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
  }

  /// Lands what is proved; what comes of it becomes a part of the report.
  private func land(
    _ finding: WaveFinding, _ answer: inout Answer, _ environment: [String: String],
    _ git: GitProgram
  ) {
    guard answer.report.verdict == .open else {
      answer.report = answer.report.notLanded()
      answer.words = ["not landed: \(answer.report.summary)"]
      return
    }
    do {
      var landing = try Landing(finding, to: push, by: git, environment, at: now)
      guard !dryRun else {
        answer.words = ["would land: \(landing.plan)"]
        return
      }
      let report = answer.report.landing(landing)
      answer.words = ["landed: \(try landing.land(report: ReportFormat.json.render(report)))"]
      answer.report = report
      answer.landed = landing
      if let pushed = try landing.push() {
        answer.report = answer.report.pushed(pushed)
        answer.words.append("pushed: \(pushed)")
      }
    } catch let refusal as LandingRefusal {
      answer.report = answer.report.refused(refusal)
      answer.words = [answer.report.summary]
    } catch {
      answer.report = answer.report.stopped(by: Failure(error).reason)
      answer.words = [answer.report.summary]
    }
  }

  private func git(_ environment: [String: String]) -> GitProgram {
    GitProgram(in: place.path) { arguments, folder, variables, patience in
      let run: @Sendable () async -> ProgramAnswer = {
        await Processes.answer(
          of: "git", arguments, in: folder, environment, setting: variables,
          isCancellable: patience == .none)
      }
      if patience != .whole { return try finished(run) }
      guard let answer = waiting(unless: { _ in true }, for: run) else {
        preconditionFailure("no signal ends it")
      }
      return answer
    }
  }

  /// In seconds since 1970.
  private var now: Int { Int(Date().timeIntervalSince1970) }
}
