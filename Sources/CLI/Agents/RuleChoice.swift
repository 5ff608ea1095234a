import ArgumentParser
import FoundationEssentials
import Monitor

/// Which rules read titles and screens.
struct RuleChoice: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Rules over those that ship. Default: ~/.config/gate/agent-rules.yml, where it is there.",
      valueName: "file"))
  var rules: String?

  /// Those that ship, and the user's over them.
  func pack(_ place: Place) throws -> RulePack {
    let shipped = try RulePack.shipped()
    guard let path = try rules.map(place.resolve) ?? usual(processEnvironment()) else {
      return shipped
    }
    do {
      return try shipped.overlaid(with: RuleFile(bytes(ofFile: path), name: path))
    } catch let problems as RuleProblems {
      var failure = Failure("the rules cannot be read:", exit: .unjudged)
      failure.lines += problems.all.map { "  \($0)" }
      throw failure
    }
  }

  private func usual(_ environment: [String: String]) throws -> String? {
    let config =
      environment["XDG_CONFIG_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
      ?? "\(environment["HOME"] ?? "")/.config"
    let path = "\(config)/gate/agent-rules.yml"
    return FileManager.default.fileExists(atPath: path) ? path : nil
  }
}
