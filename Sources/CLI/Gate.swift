import ArgumentParser

@main
struct Gate: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "gate")
}
