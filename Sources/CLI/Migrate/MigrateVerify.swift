import ArgumentParser
import GateMigrations
import GateModel
import Postgres

/// `gate migrate verify`
struct MigrateVerify: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Prove migrations on a scratch database: up, down, up again.",
    discussion: """
      The last migration of the folder, or those after a version: first on empty tables, then on tables \
      with rows. Those before them run first. Exit code 1 where one does not do what it should; `gate \
      check` does the same for what a change adds.

      EXAMPLES
        gate migrate verify
        gate migrate verify --after 12
        gate migrate verify --after 0         all of them
      """)

  @OptionGroup var place: Place
  @Option(help: ArgumentHelp("Try those after this version.", valueName: "version"))
  var after: TargetVersion?
  @Option(help: "text, or json.") var format = AnswerFormat.text

  func run() throws {
    try answering {
      let folder = try MigrationFolder(above: place.path)
      let all = folder.set.migrations
      let new =
        after.map { after in all.filter { $0.version > after.version } } ?? Array(all.suffix(1))
      guard !new.isEmpty else {
        throw Failure(
          "there is no migration to try", hint: "`gate migrate status` lists them", exit: .unjudged)
      }
      let before = folder.data.before + all.prefix(all.count - new.count)
      let environment = processEnvironment()
      let result = waiting {
        await outcome { () async throws -> Trials in
          let host = try await ScratchHost.start(
            environment: environment, preparation: Preparation(of: before))
          let trials = await outcome {
            try await host.guarding { try await Trials(of: new, after: before, folder.data, host) }
          }
          await host.stop()
          return try trials.get()
        }
      }
      guard let trials = try result?.get() else {
        throw Failure("interrupted: nothing was judged", exit: .unjudged)
      }
      let tried = Set(new.flatMap { [$0.up.path, $0.down?.path].compactMap { $0 } })
      let problems = (folder.set.problems + folder.data.problems).filter {
        // A mistake of the folder counts whatever is tried; a remark is for the lint to make.
        $0.level == .error || tried.contains($0.path)
      }
      let findings = (problems.map(\.finding) + trials.findings).sorted()
      try printFindings(findings, format)
      Console.say(
        "\(trials.empty.count) of \(all.count) migrations tried, "
          + "\(trials.empty.count(where: \.isExact)) exact, "
          + "\(trials.filled.count(where: \.isExact)) of \(trials.filled.count) with rows")
      return findings.contains { $0.level == .error } ? 1 : 0
    }
  }
}

/// What came of migrations on empty tables, and on tables with rows.
private struct Trials: Sendable {
  var empty: [MigrationTrial]
  var filled: [DataTrial]

  init(
    of new: [Migration], after base: [Migration], _ files: DataFiles, _ host: ScratchHost
  ) async throws {
    let templates = PrefixTemplates(host)
    empty = try await Verification(templates).trials(of: new, after: base)
    let running = empty.filter { $0.up.failure == nil }.map(\.migration)
    filled = try await DataProof(templates, files: files).trials(of: running, after: base)
  }

  var findings: [Finding] {
    let beside = Dictionary(empty.map { ($0.migration.id, $0) }) { first, _ in first }
    return empty.flatMap(\.findings)
      + filled.flatMap { trial in
        beside[trial.migration.id].map { trial.findings(beside: $0) } ?? []
      }
  }
}
