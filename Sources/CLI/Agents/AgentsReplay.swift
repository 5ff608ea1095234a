import ArgumentParser
import GateModel
import Monitor

/// `gate agents replay`: the changes that follow from a recording.
struct AgentsReplay: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay", abstract: "Judge a recorded session, perhaps by other rules.",
    discussion: """
      A recording has one JSON object on each line: docs/monitor.md.

      EXAMPLE
        gate agents replay session.jsonl --rules mine.yml
      """)

  @OptionGroup var place: Place
  @Argument(help: "The recording, or - for standard input.") var file: String
  @OptionGroup var rules: RuleChoice
  @Option(
    help: ArgumentHelp("Believe a change after so many readings that agree.", valueName: "count"))
  var readings: Int?
  @Option(help: "text, or json.") var format = AnswerFormat.text

  func run() throws {
    try answering {
      let bytes = file == "-" ? readStandardInput() : try bytes(ofFile: place.resolve(file))
      let recording: Recording
      do throws(RecordingProblem) {
        recording = try Recording(String(decoding: bytes, as: UTF8.self))
      } catch {
        throw Failure("\(file): \(error)", hint: "docs/monitor.md has the form", exit: .unjudged)
      }
      let stability = readings.map { $0 <= 1 ? .immediate : Stability.standard.readings($0) }
      let transitions = Replay.transitions(
        of: recording, rules: try rules.pack(place), stability: stability ?? .standard)
      for transition in transitions {
        switch format {
        case .text: try Console.print(line(transition))
        case .json: try Console.print(json(transition).text(isPretty: false) + "\n")
        }
      }
      return 0
    }
  }

  private func line(_ transition: Transition) -> String {
    let detail = transition.detail.map { " (\($0))" } ?? ""
    let why = transition.evidence.map { " by \($0.tier.name) \($0.rule)" } ?? ""
    return "\(seconds(transition.at)) \(transition.from.rawValue) -> \(transition.to.rawValue)"
      + "\(detail) since \(seconds(transition.since))\(why)\n"
  }

  private func json(_ transition: Transition) -> JSON {
    .object([
      "at": .string(seconds(transition.at)), "from": .string(transition.from.rawValue),
      "status": .string(transition.to.rawValue), "since": .string(seconds(transition.since)),
      "detail": transition.detail.map { .string($0) },
      "rule": transition.evidence.map { .string($0.rule.description) },
    ])
  }

  /// Of the recording's own clock.
  private func seconds(_ moment: Instant) -> String {
    let thousandths = moment.microseconds / 1000
    return "\(thousandths / 1000)." + String(1000 + thousandths % 1000).dropFirst()
  }
}
