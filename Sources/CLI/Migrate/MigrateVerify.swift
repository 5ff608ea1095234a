import ArgumentParser
import GateMigrations
import GateModel
import Postgres

/// `gate migrate verify`
struct MigrateVerify: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Prove migrations on a scratch database: up, down, up again.",
    discussion: """
      The last migration of the folder, or those after a version. Those before them run first. Exit \
      code 1 where one does not do what it should; `gate check` does the same for what a change adds.

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
      let before = Array(all.prefix(all.count - new.count))
      let environment = processEnvironment()
      let result = waiting {
        await outcome { () async throws -> [MigrationTrial] in
          let host = try await ScratchHost.start(
            environment: environment, preparation: Preparation(of: before))
          let trials = await outcome {
            try await Verification(PrefixTemplates(host)).trials(of: new, after: before)
          }
          await host.stop()
          return try trials.get()
        }
      }
      guard let trials = try result?.get() else {
        throw Failure("interrupted: nothing was judged", exit: .unjudged)
      }
      let findings =
        (folder.set.problems.map(\.finding) + trials.flatMap(\.findings)).sorted()
      try printFindings(findings, format)
      Console.say(
        "\(trials.count) of \(all.count) migrations tried, \(trials.count(where: \.isExact)) exact")
      return findings.contains { $0.level == .error } ? 1 : 0
    }
  }
}
