import ArgumentParser
import GateModel
import GateReports
import Monitor

/// `gate agents why`: what is known of an agent, and what was made of it.
struct AgentsWhy: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "why", abstract: "Show why it is believed what is believed of an agent.",
    discussion: "EXAMPLE\n  gate agents why B")

  @OptionGroup var place: Place
  @Argument(help: "The agent: the lane's name, or as `gate agents` has it.") var agent: String
  @Option(help: "text, or json.") var format = AnswerFormat.text

  func run() throws {
    try answering {
      guard let id = AgentID(agent) else {
        throw Failure("`\(agent)` is no agent's name", exit: .usage)
      }
      let client = try ServerClient.running(around: place.path, processEnvironment())
      let path = "/api/agent-status/\(pathWord(id.description))/why"
      try Console.print(format == .json ? client.text(path) : text(client.json(path)))
      return 0
    }
  }

  private func text(_ answer: JSON) -> String {
    let status = Status(word: answer["status"]?.string ?? "")
    var text = "\(agent): \(status.shape) \(status.words) since \(answer["since"]?.string ?? "?")\n"
    let considered = answer["considered"]?.array ?? []
    if considered.isEmpty, let decided = answer["decided"], decided != .null {
      text += line(decided, "decided")
    }
    for one in considered {
      text += line(one["evidence"] ?? .null, one["reason"]?.string ?? "")
    }
    for one in answer["refused"]?.array ?? [] {
      text += line(one["evidence"] ?? .null, "refused: \(one["reason"]?.string ?? "")")
    }
    if let candidate = answer["candidate"], candidate != .null {
      let samples = candidate["samples"]?.integer ?? 0
      text +=
        "  seen and not yet believed: \(candidate["status"]?.string ?? ""), \(samples) times\n"
    }
    return text.visible(keepingLines: true)
  }

  private func line(_ evidence: JSON, _ reason: String) -> String {
    let parts = [
      "  \(reason):", evidence["tier"]?.string, evidence["rule"]?.string,
      evidence["claim"]?.string.map { "says \($0)" } ?? "says nothing",
      evidence["detail"]?.string.map { "(\($0))" }, evidence["at"]?.string.map { "at \($0)" },
    ]
    return parts.compactMap { $0 }.joined(separator: " ") + "\n"
  }
}
