import ArgumentParser
import GateHooks
import GateModel
import GatePipeline
import GateProject
import GateRules
import Git

/// What the hooks of git call; not for people.
struct HookRun: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Judge a message or a push for git.", shouldDisplay: false)

  @OptionGroup var place: Place
  @Argument var hook: String
  @Argument var file: String?

  func run() throws {
    try answering {
      guard place.projectRoot != nil else { return 0 }
      switch (GitHook(rawValue: hook), file) {
      case (.commitMessage, let file?): return try judge(message: try bytes(ofFile: file))
      case (.prePush, _): return try judgePush(String(decoding: readStandardInput(), as: UTF8.self))
      case (.commitMessage, nil), (nil, _):
        throw Failure("git calls this with `commit-msg FILE` or `pre-push`", exit: .usage)
      }
    }
  }
}

// The message of a commit, before there is one.
extension HookRun {
  /// By the rule `description` of the base's plan, together with the commits before it: a change is
  /// described once, not in every commit.
  private func judge(message bytes: [UInt8]) throws -> Int32 {
    let environment = processEnvironment()
    // Without an editor git keeps lines that begin with `#`. Source: githooks(5), `GIT_EDITOR=:`.
    let message = CommitMessage(bytes, isEdited: environment["GIT_EDITOR"] != ":")
    if message.isGits { return 0 }
    let repository = try Repository(at: place.path)
    guard repository.hasCommit(named: "HEAD") else { return 0 }
    let request = ChangeRequest(
      descriptions: [Description(source: "this message", text: message.text)])
    let subject = try request.read(
      from: repository, plan: .base, ci: CIContext(environment: [:]))
    let rules = RuleCase(
      change: subject.change, project: subject.project, contents: subject.contents,
      today: Day(secondsSince1970: 0))
    var isShut = false
    for problem in laneProblems(message, subject) {
      Console.say("gate: error: \(problem)")
      isShut = true
    }
    guard let rule = allRules.first(where: { $0.id == "description" }),
      rule.reasonToSkip(subject.project) == nil
    else { return isShut ? 1 : 0 }
    let level = rule.level(in: subject.project, lane: rules.lane.lane)
    if level != .off {
      for finding in try rule.findings(in: rules) {
        Console.say("gate: \(level.rawValue): \(finding.message)")
        isShut = isShut || level == .error
      }
    }
    if isShut { Console.say("gate: not committed; `git commit --no-verify` does it all the same") }
    return isShut ? 1 : 0
  }

  /// A `Lane:` trailer that the gate will not accept.
  private func laneProblems(_ message: CommitMessage, _ subject: Subject) -> [String] {
    Trailers(message: message.text)["Lane"].compactMap { name in
      let project = subject.project
      guard let id = LaneID(name), project.lane(id) != nil else {
        let names = project.lanes.map(\.id.description)
        let advice =
          nearest(to: name, among: names).map { "did you mean \($0)?" }
          ?? "it has \(names.joined(separator: ", "))"
        return "the message says `Lane: \(name)`, which the plan does not have; \(advice)"
      }
      let other = subject.change.claims.first { $0.lane != name }
      return other.map { "the message says `Lane: \(name)`, and the change \($0.words)" }
    }
  }
}

// A push.
extension HookRun {
  /// Each branch that is pushed, as `gate check --profile quick` would; what adds nothing passes.
  private func judgePush(_ lines: String) throws -> Int32 {
    var worst: Int32 = 0
    for push in lines.lines.compactMap(Push.init) where push.isBranch {
      let repository = try Repository(at: place.path)
      let base = try knownBase(of: push, in: repository)
      let head = push.local.hasPrefix("refs/heads/") ? push.local : push.commit
      let subject = try ChangeRequest(base: base, head: head).read(
        from: repository, plan: .base, ci: CIContext(environment: [:]))
      if subject.change.files.isEmpty { continue }
      let hasQuick = subject.project.profiles.contains { $0.name == "quick" }
      let arguments =
        ["-C", place.path, "--head", head] + (base.map { ["--base", $0] } ?? [])
        + (hasQuick ? ["--profile", "quick"] : [])
      do {
        try CheckCommand.parse(arguments).run()
      } catch let code as ExitCode {
        worst = max(worst, code.rawValue)
      }
    }
    if worst != 0 { Console.say("gate: not pushed; `git push --no-verify` does it all the same") }
    return worst
  }

  /// A push to the base itself is judged against what is there; any other against the base.
  private func knownBase(of push: Push, in repository: borrowing Repository) throws -> String? {
    let name = try PlanFile(path: PlanFile.gate, bytes: planBytes()).base
    guard push.remote == "refs/heads/\(name)", repository.hasCommit(named: push.old) else {
      return nil
    }
    return push.old
  }

  private func planBytes() throws -> [UInt8] {
    guard let root = place.projectRoot else { return [] }
    return try bytes(ofFile: root + "/" + PlanFile.gate)
  }
}

/// A line of a push: `<local ref> <commit> <remote ref> <commit there>`. Source: githooks(5).
private struct Push {
  var local: String
  var commit: String
  var remote: String
  var old: String

  init?(_ line: Substring) {
    let words = line.split(separator: " ")
    guard words.count == 4 else { return nil }
    (local, commit, remote, old) = (
      String(words[0]), String(words[1]), String(words[2]), String(words[3])
    )
  }

  /// Not a tag, and not a deletion.
  var isBranch: Bool {
    remote.hasPrefix("refs/heads/") && commit.contains { $0 != "0" }
  }
}
