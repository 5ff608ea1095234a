import ArgumentParser
import GateModel

/// `gate doctor`: what is missing on this machine, and how to get it.
struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Say what is missing on this machine and how to get it.",
    discussion: """
      Exit code 0: everything that the plan needs is there. 2: something is missing. A warning is \
      no hindrance.

      EXAMPLES
        gate doctor
        gate doctor --format json
      """)

  @OptionGroup var place: Place
  @Option(help: "text, or json.") var format = AnswerFormat.text

  func run() throws {
    try answering {
      let symptoms = Examination(folder: place.path, environment: processEnvironment()).symptoms()
      switch format {
      case .text: try Console.print(symptoms.map(text).joined())
      case .json: try Console.print(json(symptoms).text() + "\n")
      }
      let missing = symptoms.count { $0.state == .missing }
      if missing > 0 {
        Console.say("\n\(missing) missing: the gate cannot judge everything on this machine")
      }
      return missing == 0 ? 0 : 2
    }
  }

  private func text(_ symptom: Symptom) -> String {
    let gap = String(repeating: " ", count: max(1, 9 - symptom.state.rawValue.utf8.count))
    let lines = "\(symptom.state.rawValue)\(gap)\(symptom.subject): \(symptom.message)\n"
    return lines + (symptom.fix.map { "         \($0)\n" } ?? "")
  }

  private func json(_ symptoms: [Symptom]) -> JSON {
    .object([
      "schema": "gate-doctor/1",
      "ready": .bool(!symptoms.contains { $0.state == .missing }),
      "checks": .array(
        symptoms.map {
          .object([
            "subject": .string($0.subject), "state": .string($0.state.rawValue),
            "message": .string($0.message), "fix": $0.fix.map { .string($0) },
          ])
        }),
    ])
  }
}

/// One thing that was looked at.
struct Symptom {
  var state: State
  var subject: String
  var message: String
  /// What to run or change.
  var fix: String?

  enum State: String {
    case ok, warn, missing
  }

  init(_ state: State, _ subject: String, _ message: String, fix: String? = nil) {
    self.state = state
    self.subject = subject
    self.message = message
    self.fix = fix
  }
}
