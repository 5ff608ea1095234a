import ArgumentParser
import GateHooks
import GateModel
import Git

/// `gate hooks`: the gate before each commit, push and edit on this machine.
struct HooksCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hooks",
    abstract: "Install or remove the hooks of git and of the agents' programs.",
    discussion: """
      git     commit-msg looks at the message, pre-push judges what is pushed by the profile `quick`
      claude  asks `gate scope` before each edit: .claude/settings.json
      codex   asks `gate scope` before each edit: .codex/hooks.json
      gemini  only with --report: .gemini/settings.json

      With --report the programs also tell the server of this repository, where one runs, what their agent \
      does: see docs/monitor.md.

      A hook that is there already keeps running. `uninstall` leaves every file as it was before.

      EXAMPLES
        gate hooks install git claude
        gate hooks install claude codex --report
        gate hooks uninstall
      """,
    subcommands: [Install.self, Uninstall.self, HookRun.self])

  /// What a hook is for.
  enum Target: String, ExpressibleByArgument, CaseIterable {
    case git, claude, codex, gemini

    var edit: EditHook? {
      switch self {
      case .git, .gemini: nil
      case .claude: .claude
      case .codex: .codex
      }
    }

    var report: ReportHook? { ReportHook(rawValue: rawValue) }

    /// The file of a program's settings; nil for git.
    var settings: String? { report?.file }
  }

  struct Install: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Install hooks; by default those of git.",
      discussion: "EXAMPLE\n  gate hooks install git claude codex")

    @OptionGroup var place: Place
    @Argument(help: "git, claude, codex, gemini. Default: git.") var targets: [Target] = [.git]
    @Flag(help: "Also tell the server what the agents do.") var report = false
    @Option(help: "text, or json.") var format = AnswerFormat.text

    func validate() throws {
      if report, targets.allSatisfy({ $0.report == nil }) {
        throw ValidationError("--report is for agents: gate hooks install claude --report")
      }
      if !report, targets.contains(.gemini) {
        throw ValidationError("Gemini has no hook before edits, only reports: add --report")
      }
    }

    func run() throws {
      try answering {
        let site = try HookSite(at: place.path)
        try tell(targets.changes { try site.install($0, reporting: report) }, format)
        if !site.hasPlan { Console.say("note: no plan here yet: `gate init` writes one") }
        return 0
      }
    }
  }

  struct Uninstall: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Remove hooks; by default all of them.",
      discussion: "EXAMPLE\n  gate hooks uninstall claude")

    @OptionGroup var place: Place
    @Argument(help: "git, claude, codex, gemini. Default: all.") var targets = Target.allCases
    @Option(help: "text, or json.") var format = AnswerFormat.text

    func run() throws {
      try answering {
        let site = try HookSite(at: place.path)
        try tell(targets.changes(site.uninstall), format)
        return 0
      }
    }
  }
}

/// What was done to one file.
struct HookChange {
  var path: String
  var action: Action

  enum Action: String {
    case written, extended, chained, restored, deleted, unchanged
  }

  /// One line for people.
  var text: String {
    let gap = String(repeating: " ", count: 10 - action.rawValue.utf8.count)
    return "\(action.rawValue)\(gap)\(path)\n"
  }
}

private func tell(_ changes: [HookChange], _ format: AnswerFormat) throws {
  switch format {
  case .text:
    for change in changes { try Console.print(change.text) }
  case .json:
    let answer = JSON.object([
      "schema": "gate-hooks/1",
      "files": .array(
        changes.map {
          .object(["path": .string($0.path), "action": .string($0.action.rawValue)])
        }),
    ])
    try Console.print(answer.text() + "\n")
  }
}

extension [HooksCommand.Target] {
  /// Does to each of them, once and in the order given, what is to be done to its hooks.
  fileprivate func changes(
    _ change: (HooksCommand.Target) throws -> [HookChange]
  ) rethrows -> [HookChange] {
    let unique = enumerated().filter { !self[..<$0.offset].contains($0.element) }.map(\.element)
    return try unique.flatMap(change)
  }
}
