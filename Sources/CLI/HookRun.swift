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
    guard let subject = try subject(of: request) else { return 0 }
    let rules = RuleCase(
      change: subject.change, project: subject.project, contents: subject.contents,
      today: Day(secondsSince1970: 0))
    var isShut = false
    // A commit on the base itself integrates: it is no lane's, or several lanes'.
    let isIntegration = repository.currentBranch.map(subject.project.isBase) ?? false
    for problem in isIntegration ? [] : laneProblems(message, subject) {
      Console.say("gate: error: \(problem)")
      isShut = true
    }
    guard let rule = allRules.first(where: { $0.id == "description" }),
      rule.reasonToSkip(rules) == nil
    else { return isShut ? 1 : 0 }
    let level = rule.level(in: subject.project, lane: rules.lane.lane)
    if level != .off {
      for finding in try rule.findings(in: rules) {
        Console.say("gate: \(level.rawValue): \(finding.message)")
        isShut = isShut || level == .error
      }
    }
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
  /// Each branch that is pushed, as `gate check --profile quick` would, but for the report: the last
  /// full one stays. What adds nothing passes, and so does what is merged already.
  private func judgePush(_ lines: String) throws -> Int32 {
    var worst: Int32 = 0
    for push in lines.lines.compactMap(Push.init) {
      guard let branch = push.branch else { continue }
      let head = push.local.hasPrefix("refs/heads/") ? push.local : push.commit
      let request = ChangeRequest(head: head, branch: branch)
      guard let subject = try subject(of: request) else { continue }
      if subject.project.isBase(branch) {
        Console.say(
          "gate: a push to \(branch) is not judged here; "
            + "the gate judges changes before they are merged")
        continue
      }
      if subject.change.files.isEmpty { continue }
      let hasQuick = subject.project.profiles.contains { $0.name == "quick" }
      var check = try CheckCommand.parse(
        ["-C", place.path, "--head", head] + (hasQuick ? ["--profile", "quick"] : []))
      check.branch = branch
      check.isStored = false
      do {
        try check.run()
      } catch let code as ExitCode {
        worst = max(worst, code.rawValue)
      }
    }
    return worst
  }
}

// Before the first plan.
extension HookRun {
  /// What is asked for, by the plan of its base; nil where there is no plan yet, which is said. The
  /// first plan has to get into the repository.
  private func subject(of request: ChangeRequest) throws -> Subject? {
    do {
      return try request.read(
        from: Repository(at: place.path), plan: .base, ci: CIContext(environment: [:]))
    } catch {
      guard try isBeforeFirstPlan(error, request.head) else { throw error }
      Console.say("gate: the base has no plan yet: not judged")
      return nil
    }
  }

  /// Before the first plan not even the base's name is known, except from the worktree's.
  private func isBeforeFirstPlan(_ error: any Error, _ head: String) throws -> Bool {
    if let error = error as? JudgementError { return error.kind == .noPlan }
    guard error is GitError, let root = place.projectRoot else { return false }
    let plan = PlanFile(path: PlanFile.gate, bytes: try bytes(ofFile: root + "/" + PlanFile.gate))
    let repository = try Repository(at: place.path)
    let bases = [plan.base, "origin/\(plan.base)"]
    guard let base = bases.first(where: { repository.hasCommit(named: $0) }) else { return false }
    for name in [head, base] {
      let tree = try repository.tree(of: repository.commit(named: name))
      if try repository.entry(RepoPath(PlanFile.gate), in: tree) != nil { return false }
    }
    return true
  }
}

extension Project {
  /// Whether a branch is what changes are merged into; a plan may name it as it is at the remote.
  fileprivate func isBase(_ branch: String) -> Bool { [branch, "origin/\(branch)"].contains(base) }
}

/// A line of a push: `<local ref> <commit> <remote ref> <commit there>`. Source: githooks(5).
private struct Push {
  var local: String
  var commit: String
  /// The branch that is pushed to, whatever it is called here; nil for a tag and a deletion.
  var branch: String?

  init?(_ line: Substring) {
    let words = line.split(separator: " ").map(String.init)
    guard words.count == 4 else { return nil }
    (local, commit) = (words[0], words[1])
    let prefix = "refs/heads/"
    if words[2].hasPrefix(prefix), commit.contains(where: { $0 != "0" }) {
      branch = String(words[2].dropFirst(prefix.count))
    }
  }
}
