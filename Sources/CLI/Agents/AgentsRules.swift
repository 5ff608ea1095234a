import ArgumentParser
import GateModel
import GateReports
import Monitor

/// `gate agents rules`: what titles and screens are read by.
struct AgentsRules: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rules", abstract: "List the rules that read terminals, or try them.",
    discussion: """
      EXAMPLES
        gate agents rules list --kind claude
        tmux capture-pane -p -t lane-b | gate agents rules test - --kind claude
      """,
    subcommands: [List.self, Test.self])

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List the rules, in the order in which they are tried.",
      discussion: "EXAMPLE\n  gate agents rules list --kind codex")

    @OptionGroup var place: Place
    @OptionGroup var rules: RuleChoice
    @Option(help: "Only those for this program.") var kind: AgentKind?

    func run() throws {
      try answering {
        let pack = try rules.pack(place)
        try Console.print("version \(pack.version)\n")
        for rule in pack.rules where kind == nil || rule.kind == kind {
          try Console.print(
            "\(rule.id) \(rule.tier.name): \(rule.claim?.rawValue ?? "says nothing")\n")
        }
        return 0
      }
    }
  }

  struct Test: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Try every rule of a program on a screen, a title or both.",
      discussion: """
        EXAMPLES
          gate agents rules test screen.txt --kind claude
          gate agents rules test --title '✋ Action Required' --kind gemini

        EXIT CODES
          0  some rule holds    1  none does    64  wrong usage
        """)

    @OptionGroup var place: Place
    @OptionGroup var rules: RuleChoice
    @Argument(help: "What the terminal shows, or - for standard input.") var file: String?
    @Option(help: "The terminal's title.") var title: String?
    @Option(help: "The program: \(AgentKind.allCases.map(\.rawValue).joined(separator: ", ")).")
    var kind = AgentKind.claude
    @Option(help: "text, or json.") var format = AnswerFormat.text

    func validate() throws {
      if file == nil, title == nil { throw ValidationError("name a file, or a --title") }
    }

    func run() throws {
      try answering {
        let bytes = try file.map {
          $0 == "-" ? readStandardInput() : try GateCLI.bytes(ofFile: place.resolve($0))
        }
        let sight = Sight(
          title: title, screen: bytes.map { Screen(String(decoding: $0, as: UTF8.self)) })
        let pack = try rules.pack(place)
        let decided = Set(pack.readings(of: sight, kind).map(\.rule))
        let trials = pack.trials(of: sight, kind)
        for trial in trials {
          switch format {
          case .text: try Console.print(line(trial, decided.contains(trial.rule)))
          case .json: try Console.print(json(trial, decided.contains(trial.rule)))
          }
        }
        return decided.isEmpty ? Failure.Exit.shut.rawValue : 0
      }
    }

    private func line(_ trial: RuleTrial, _ hasDecided: Bool) -> String {
      switch trial.outcome {
      case .hit(let hit):
        let claim = hit.claim?.rawValue ?? "says nothing"
        let detail = hit.detail.map { " (\($0))" } ?? ""
        return "\(hasDecided ? "decides" : "holds  ")  \(trial.rule): \(claim)\(detail)\n".visible(
          keepingLines: true)
      case .miss, .excluded: return "-        \(trial.rule)\n"
      case .tooLong: return "-        \(trial.rule): took too many steps\n"
      }
    }

    private func json(_ trial: RuleTrial, _ hasDecided: Bool) -> String {
      var hit: RuleHit?
      if case .hit(let found) = trial.outcome { hit = found }
      return JSON.object([
        "rule": .string(trial.rule.description), "holds": .bool(hit != nil),
        "decides": .bool(hasDecided), "claim": hit?.claim.map { .string($0.rawValue) },
        "detail": hit?.detail.map { .string($0) },
      ]).text(isPretty: false) + "\n"
    }
  }
}

extension AgentKind: ExpressibleByArgument {}
