import ArgumentParser
import GateHooks
import GateModel
import GateReports

/// `gate scope`: may this lane touch this path? For editors and agents, before the edit; it reads the
/// plan of the worktree and no git objects.
struct ScopeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "scope",
    abstract: "May this lane touch this path, or this line of it?",
    discussion: """
      Exit code 0: yes. 1: no. The lane comes from --lane, GATE_LANE, or the current branch.

      With --hook it reads the event of an agent's edit from standard input and answers as that \
      program wants: silence lets it go on, a denial says why. What cannot be judged is denied.

      EXAMPLES
        gate scope src/app.py --lane B
        gate scope web/page.html:12
      """)

  @OptionGroup var place: Place
  @Argument(help: "Paths, or path:line.") var paths: [String] = []
  @Option(help: "The lane that asks.") var lane: String?
  @Option(help: "text, or json.") var format = AnswerFormat.text
  @Option(help: ArgumentHelp("Answer the edit hook of claude or codex.", valueName: "program"))
  var hook: EditHook?

  func validate() throws {
    if hook == nil, paths.isEmpty { throw ValidationError("name a path, or path:line") }
    if hook != nil, !paths.isEmpty {
      throw ValidationError("--hook reads the paths from its event")
    }
  }

  func run() throws {
    try answering {
      if let hook { return try answer(hook) }
      guard let root = place.projectRoot else {
        throw Failure(
          "there is no gate.yml here or above", hint: "`gate init` writes one", exit: .unjudged)
      }
      let scope = try Scope(root: root, lane: lane)
      var answers: [(path: String, answer: Scope.Answer)] = []
      for path in paths { answers.append((path, try scope.answer(for: path, from: place.path))) }
      switch format {
      case .text:
        for (_, answer) in answers {
          try Console.print("\(answer.isAllowed ? "yes" : "no"): \(answer.words.visible())\n")
        }
      case .json: try Console.print(json(answers, scope.lane).text() + "\n")
      }
      return answers.allSatisfy(\.answer.isAllowed) ? 0 : 1
    }
  }

  private func json(_ answers: [(path: String, answer: Scope.Answer)], _ lane: LaneID) -> JSON {
    .object([
      "schema": "gate-scope/1", "lane": .string(lane.description),
      "allowed": .bool(answers.allSatisfy(\.answer.isAllowed)),
      "paths": .array(
        answers.map { path, answer in
          .object([
            "path": .string(path), "allowed": .bool(answer.isAllowed),
            "message": .string(answer.words),
          ])
        }),
    ])
  }

  /// Answers an agent's program. What cannot be judged inside a repository with a plan is denied; a
  /// file outside of any is none of the gate's business.
  private func answer(_ hook: EditHook) throws -> Int32 {
    guard let event = EditEvent(readStandardInput()) else {
      throw Failure("this is no event of \(hook.title): the edit is stopped", exit: .unjudged)
    }
    let folder = event.folder ?? place.path
    let session = projectRoot(above: folder)
    for path in event.paths {
      let file = realPath(path.hasPrefix("/") ? path : folder + "/" + path)
      guard let root = projectRoot(above: file) else { continue }
      let answer: Scope.Answer
      if let session, realPath(session) != root {
        answer = (false, "`\(path)` is in another checkout; this session works in `\(session)`")
      } else {
        answer = verdict(on: file, event, root)
      }
      if !answer.isAllowed {
        try Console.print(EditEvent.denial("gate: \(answer.words)").text(isPretty: false) + "\n")
        return 0
      }
    }
    return 0
  }

  private func verdict(on file: String, _ event: EditEvent, _ root: String) -> Scope.Answer {
    do {
      return try Scope(root: root, lane: lane).answer(for: event, file)
    } catch {
      let words = Failure(error).lines.map(\.trimmed).reduce("") { text, line in
        text.isEmpty ? line : text + (text.hasSuffix(":") ? " " : "; ") + line
      }
      return (false, String(words.dropFirst("gate: ".count)))
    }
  }
}

extension EditHook: ExpressibleByArgument {}
