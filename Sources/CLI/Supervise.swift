import ArgumentParser
import Processes

/// Runs one command on behalf of the gate; not for people.
struct Supervise: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "supervise", abstract: "Run a command for the gate.", shouldDisplay: false)

  @Argument(parsing: .captureForPassthrough) var arguments: [String]

  func run() throws {
    throw ExitCode(supervise(arguments))
  }
}
