import ArgumentParser
import Postgres
import Processes

/// `gate scratch`: a database that is there for one command, or until it is interrupted.
struct ScratchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "scratch",
    abstract: "A private, throw-away Postgres for one command.",
    discussion: """
      The command gets DATABASE_URL and PG* for an empty database that is its own, and the exit code is \
      the command's; so is Ctrl-C while it runs. Without a command the variables are printed, and the \
      database is there until Ctrl-C. Nothing is kept, and nothing reaches a disk.

      Where DATABASE_URL is set already, the database is made on that server and dropped at the end.

      EXAMPLES
        gate scratch -- psql
        gate scratch -- pytest -q
        gate scratch
      """)

  @Argument(parsing: .captureForPassthrough, help: "The command and its arguments, after `--`.")
  var command: [String] = []

  func run() throws {
    let words = command.first == "--" ? Array(command.dropFirst()) : command
    if let option = words.first, command.first != "--", option.hasPrefix("-") {
      if option == "--help" || option == "-h" { throw CleanExit.helpRequest(self) }
      throw ValidationError("there is no option `\(option)`; the command comes after `--`")
    }
    try answering {
      let scratch = Scratch(environment: processEnvironment())
      let foreground = scratch.foreground
      let result = waiting(unless: foreground.takes) {
        await outcome { try await scratch.run(words) }
      }
      // Interrupted after the command had ended, its code is still the answer.
      guard let result else { return foreground.code ?? 130 }
      return try result.get()
    }
  }
}

/// A scratch database while a command runs.
private struct Scratch {
  let environment: [String: String]
  let foreground = Foreground()

  func run(_ words: [String]) async throws -> Int32 {
    let host = try await ScratchHost.start(environment: environment, isComplete: true)
    let code = await outcome {
      let settings = try await host.database().settings.completed(by: environment)
      guard !words.isEmpty else { return try await wait(settings) }
      return try await run(words, settings)
    }
    await host.stop()
    return try code.get()
  }

  private func run(_ words: [String], _ settings: ConnectionSettings) async throws -> Int32 {
    let child = try await Child.start(
      Child.Program(
        "/bin/sh", ["-c", #"exec "$@""#, "gate"] + words,
        environment: settings.environment(over: environment), folder: ".",
        deathSignal: Foreground.endSignal,
        log: nil))
    return await foreground.code(of: child)
  }

  private func wait(_ settings: ConnectionSettings) async throws -> Int32 {
    for (name, value) in settings.environment.sorted(by: { $0.key < $1.key }) {
      let quoted = value.replacing("'", with: #"'\''"#)
      try Console.print("export \(name)='\(quoted)'\n")
    }
    Console.say("Ctrl-C ends it.")
    // The sleep ends with an error when it is cancelled: that is meant.
    while !Task.isCancelled { try? await Task.sleep(for: .seconds(3600)) }
    return 0
  }
}

extension ConnectionSettings {
  /// An environment in which programs find this database, and no other.
  func environment(over environment: [String: String]) -> [String: String] {
    environment.filter { !$0.key.hasPrefix("PG") }.merging(self.environment) { $1 }
  }
}

/// A body's answer or its error, as a value that leaves a task.
func outcome<Answer: Sendable>(
  _ body: () async throws -> Answer
) async -> Result<Answer, any Error> {
  do {
    return .success(try await body())
  } catch {
    return .failure(error)
  }
}
